import type { Person } from '@/lib/person';
import type { components } from '@/lib/schema';

export type AuditEntry = components['schemas']['AuditEntryDto'];

/** Whoever acts in a tenant, by the id that the audit knows them by. */
export interface Actors {
  readonly people: readonly Person[];
  /** Names of API keys by their ids. */
  readonly machines: Readonly<Record<string, string>>;
}
