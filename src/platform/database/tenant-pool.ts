import pg from 'pg';
import { FairShares } from './fair-shares.ts';
import { SETTINGS_STATEMENT, TenantQuery, type RowSettings } from './tenant-query.ts';

export interface TenantPoolOptions {
  readonly connectionString: string;
  /** Most connections at once. */
  readonly max: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /**
   * Asked once for each `query()` and `connect()`, in the async context of the caller. (When the pool is busy,
   * a waiting query starts in the context of whoever frees the connection: too late to ask, node-postgres#2533.)
   */
  readonly settings: () => RowSettings;
  /**
   * Whose share of the connections it takes, asked as {@link settings} is. Without it whoever asks first is served
   * first, however many others there are.
   */
  readonly party?: () => string;
  readonly deadlines?: Partial<Deadlines>;
}

/** Milliseconds after which a wait ends in an error. */
export interface Deadlines {
  /** For one's turn, and then for a new connection where no free one is there. */
  readonly connect: number;
  /** For a statement, in the server. */
  readonly statement: number;
  /** For a lock, in the server. */
  readonly lock: number;
  /** Between two statements of a transaction, in the server. */
  readonly idleInTransaction: number;
  /** For the answer to a statement, in this process: longer than {@link statement}, for a server that is gone. */
  readonly answer: number;
}

const DEADLINES: Deadlines = {
  connect: 2_000,
  statement: 10_000,
  lock: 3_000,
  idleInTransaction: 10_000,
  answer: 12_000,
};

/**
 * A pool of connections whose every statement carries the {@link RowSettings} of whoever asked for it, in the
 * statement's own round trip. Without settings no tenant's row is visible. It knows nothing of requests.
 *
 * Survives a restart of the server: broken connections are replaced, and an idle one that breaks is no event.
 */
export class TenantPool extends pg.Pool {
  private readonly currentSettings: () => RowSettings;
  private readonly currentParty: () => string;
  private readonly shares: FairShares | undefined;

  constructor({ connectionString, max, applicationName, settings, party, deadlines }: TenantPoolOptions) {
    const limits = { ...DEADLINES, ...deadlines };
    super({
      connectionString,
      max,
      application_name: applicationName,
      Client: TenantClient,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: limits.connect,
      statement_timeout: limits.statement,
      lock_timeout: limits.lock,
      idle_in_transaction_session_timeout: limits.idleInTransaction,
      query_timeout: limits.answer,
      // pg waits for the promise, though its types do not say so.
      onConnect: prepareSettings as (client: pg.ClientBase) => void,
    });
    this.currentSettings = settings;
    this.currentParty = party ?? (() => '');
    this.shares = party && new FairShares(max, limits.connect);
    this.on('error', () => undefined);
    // While a connection is lent out, nobody else may be listening; an 'error' without listener ends the process.
    this.on('connect', (client) => client.on('error', () => undefined));
    this.on('release', (_error, client) => this.giveBack(client as TenantClient));
  }

  /** Statements and transactions whose turn has not come. */
  get waitingTurns(): number {
    return this.shares?.waiting ?? this.waitingCount;
  }

  override connect(): Promise<TenantClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<TenantClient> | void {
    const settings = this.currentSettings();
    if (!callback) return this.borrow(settings);
    this.borrowFor(this.currentParty(), settings, callback);
  }

  /** One statement with `settings` instead of the caller's own. */
  async queryAs<Row extends pg.QueryResultRow>(settings: RowSettings, query: pg.QueryConfig): Promise<Row[]> {
    const client = await this.borrow(settings);
    try {
      const { rows } = await client.query<Row>(query);
      client.release();
      return rows;
    } catch (error) {
      client.release(error instanceof Error ? error : true);
      throw error;
    }
  }

  private borrow(settings: RowSettings): Promise<TenantClient> {
    return new Promise((resolve, reject) => {
      this.borrowFor(this.currentParty(), settings, (error, client) => {
        if (client === undefined) reject(error ?? new Error('There is no connection'));
        else resolve(client as TenantClient);
      });
    });
  }

  private borrowFor(party: string, settings: RowSettings, callback: ConnectCallback): void {
    if (this.shares === undefined) return this.connectFor(undefined, settings, callback);
    this.shares.enter(party, (error) => {
      if (error) callback(error, undefined, () => undefined);
      else this.connectFor(party, settings, callback);
    });
  }

  private connectFor(party: string | undefined, settings: RowSettings, callback: ConnectCallback): void {
    super.connect((error, client, release) => {
      if (client) lend(client, settings, party);
      else if (party !== undefined) this.shares?.leave(party);
      callback(error, client, release);
    });
  }

  /** However it comes back, sound or broken: the pool says so of each connection that was lent out. */
  private giveBack(client: TenantClient): void {
    const { party } = client;
    if (party === undefined) return;
    client.party = undefined;
    this.shares?.leave(party);
  }
}

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: (error?: unknown) => void,
) => void;

function prepareSettings(client: pg.ClientBase): Promise<unknown> {
  return (client as TenantClient).prepareSettings();
}

function lend(client: pg.PoolClient, settings: RowSettings, party: string | undefined): void {
  const tenantClient = client as TenantClient;
  tenantClient.settings = settings;
  tenantClient.party = party;
}

/** A connection that adds the settings of its present borrower to each statement. */
export class TenantClient extends pg.Client {
  settings: RowSettings = {};
  /** Whose share of the pool it is, while it is lent out. */
  party: string | undefined;
  declare release: pg.PoolClient['release'];

  /** Parsed here once, so that statements need only Bind and Execute. */
  prepareSettings(): Promise<unknown> {
    return super.query({ ...SETTINGS_STATEMENT, values: ['', '', ''] });
  }

  // pg declares nine overloads of query; Prisma, pg.Pool and we use these forms.
  override query = ((config: string | pg.QueryConfig, values?: unknown, callback?: QueryCallback) => {
    if (typeof config === 'object' && 'submit' in config) {
      throw new TypeError('Cursors and streams would run without tenant: read page by page instead.');
    }
    const query = new TenantQuery(config, Array.isArray(values) ? values : undefined, this.settings);
    const submit = (done: QueryCallback) => {
      void super.query(query as never, this.endingWhenUnusable(done) as never);
    };
    const done = typeof values === 'function' ? (values as QueryCallback) : callback;
    if (done) return void submit(done);
    return new Promise((resolve, reject) => {
      submit((error, result) => (error ? reject(error) : resolve(result)));
    });
  }) as pg.Client['query'];

  private endingWhenUnusable(done: QueryCallback): QueryCallback {
    return (error, result) => {
      if (error && leavesConnectionUnusable(error)) this.end().catch(() => undefined);
      done(error, result);
    };
  }
}

/**
 * After these the connection must not go back to the pool. pg stops waiting for an answer but stays busy with the
 * old statement; and a statement that was prepared before a migration changed its columns fails from then on.
 */
function leavesConnectionUnusable(error: Error & { readonly code?: string }): boolean {
  return (
    error.message === 'Query read timeout' ||
    (error.code === '0A000' && error.message.startsWith('cached plan'))
  );
}

type QueryCallback = (error: (Error & { readonly code?: string }) | null, result: pg.QueryResult) => void;
