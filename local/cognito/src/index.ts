import { Clock } from './clock.ts';
import { Faults, type FaultType } from './hooks/faults.ts';
import { Outbox, type Message } from './hooks/outbox.ts';
import { rotatePools } from './hooks/routes.ts';
import { assertTarget } from './hooks/targets.ts';
import { closeServer, createHttpServer, listen } from './server.ts';
import { issuerOf, type Service } from './service.ts';
import type { PoolDeclaration } from './store/declaration.ts';
import { ensurePool } from './store/declare.ts';
import { Store } from './store/store.ts';
import type { PreTokenGeneration } from './tokens/pre-token-generation.ts';

export type { ClientDeclaration, PoolDeclaration } from './store/declaration.ts';
export type { Message } from './hooks/outbox.ts';
export type { PreTokenGeneration, PreTokenGenerationEvent } from './tokens/pre-token-generation.ts';

export interface LocalCognitoOptions {
  /** 0 or absent: a free one. */
  readonly port?: number;
  /** Address to listen on, 127.0.0.1. */
  readonly host?: string;
  /** What browsers and tokens call it, without trailing slash; `http://localhost:<port>`. */
  readonly publicUrl?: string;
  readonly region?: string;
  /** State that survives a restart; without it everything is in memory. */
  readonly stateFile?: string;
  /** Opens `/_local/*`: outbox, clock, key rotation, faults. Off unless COGNITO_LOCAL_HOOKS is 1. */
  readonly hooks?: boolean;
  readonly log?: (line: string) => void;
  /** The pre token generation trigger, with the event of version 2. */
  readonly preTokenGeneration?: PreTokenGeneration;
  /** Plain text below the login form, such as the demo accounts. */
  readonly loginHint?: string;
  /** Made sure of at start; see {@link PoolDeclaration}. */
  readonly pools?: readonly PoolDeclaration[];
}

export interface LocalCognito {
  /** Endpoint of the JSON API and base of the hosted UI (COGNITO_DOMAIN). */
  readonly url: string;
  readonly port: number;
  /** `iss` of a pool's tokens. */
  issuer(poolId: string): string;
  jwksUri(poolId: string): string;
  /** What would have been sent, newest first. */
  outbox(to?: string): readonly Message[];
  /** Puts a mail of the product itself beside those of the service, as `alert`, so that people find all in one place. */
  receiveMail(mail: Pick<Message, 'to' | 'subject' | 'body'>): void;
  readonly clock: { setOffset(seconds: number): void };
  /** All pools when none is named. `withdraw` drops the earlier keys from the key set. */
  rotateKeys(options?: { userPoolId?: string; withdraw?: boolean }): Promise<void>;
  /** The next `times` calls of `target` (an action, `jwks`, `oauth2/token` …) fail; 0 clears it. */
  fault(target: string, type: FaultType, times?: number): void;
  /** Resolves when the port is free and the state is saved. */
  close(): Promise<void>;
}

/**
 * Starts a local stand-in for Amazon Cognito user pools.
 * @throws Error when the port is in use, or the state file is there and cannot be read
 */
export async function startLocalCognito(options: LocalCognitoOptions = {}): Promise<LocalCognito> {
  const log = options.log ?? (() => undefined);
  const store = await Store.open(options.stateFile, log);
  const clock = new Clock();
  for (const pool of options.pools ?? []) await ensurePool(store, pool, clock.now());
  store.changed();

  let publicUrl = options.publicUrl ?? '';
  const service: Service = {
    store,
    clock,
    outbox: new Outbox(clock),
    faults: new Faults(),
    region: options.region ?? 'ap-northeast-1',
    get publicUrl() {
      return publicUrl;
    },
    hooks: options.hooks ?? process.env['COGNITO_LOCAL_HOOKS'] === '1',
    loginHint: options.loginHint,
    preTokenGeneration: options.preTokenGeneration,
    log,
  };
  const server = createHttpServer(service);
  const port = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1');
  publicUrl ||= `http://localhost:${port}`;

  return {
    url: publicUrl,
    port,
    issuer: (poolId) => issuerOf(service, poolId),
    jwksUri: (poolId) => `${issuerOf(service, poolId)}/.well-known/jwks.json`,
    outbox: (to) => service.outbox.list(to),
    receiveMail: ({ to, subject, body }) => service.outbox.add({ to, subject, body, kind: 'alert' }),
    clock,
    rotateKeys: ({ userPoolId, withdraw = false } = {}) => rotatePools(service, userPoolId, withdraw),
    fault: (target, type, times = 1) => {
      assertTarget(target);
      service.faults.plan(target, type, times);
    },
    close: async () => {
      await closeServer(server);
      await store.close();
    },
  };
}
