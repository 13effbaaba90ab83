import type { Clock } from './clock.ts';
import type { Faults } from './hooks/faults.ts';
import type { Outbox } from './hooks/outbox.ts';
import type { Store } from './store/store.ts';
import type { PreTokenGeneration } from './tokens/pre-token-generation.ts';

/** What every action works with: one store for the JSON API and the hosted UI alike. */
export interface Service {
  readonly store: Store;
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly faults: Faults;
  readonly region: string;
  /** Base URL of the hosted UI; the issuers are below it. No trailing slash. */
  readonly publicUrl: string;
  readonly hooks: boolean;
  readonly loginHint: string | undefined;
  readonly preTokenGeneration: PreTokenGeneration | undefined;
  readonly log: (line: string) => void;
}

/** `iss` of a pool's tokens. */
export function issuerOf(service: Service, poolId: string): string {
  return `${service.publicUrl}/${poolId}`;
}
