import pg from 'pg';
import { build } from '../../local/stack/build.ts';
import { CLIENT_ID, createTokenFactory, type TokenFactory } from '../../test/support/tokens.ts';
import {
  TEMPLATE_DATABASE,
  inDatabase,
  startTestPostgres,
  type TestPostgres,
} from '../../test/support/postgres.ts';
import { Api, type ApiOptions } from './api.ts';

const SUBJECT = '00000000-0000-4000-8000-00000000be4c';

/** A PostgreSQL of its own with the migrations applied, and tokens that need no Cognito: what APIs are measured on. */
export class Ground {
  /** Nothing that row-level security holds. */
  readonly superuserUrl: string;
  private readonly postgres: TestPostgres;
  private readonly tokens: TokenFactory;
  private readonly apis: Api[] = [];

  private constructor(postgres: TestPostgres, tokens: TokenFactory) {
    this.postgres = postgres;
    this.tokens = tokens;
    this.superuserUrl = inDatabase(postgres.superuserUrl, TEMPLATE_DATABASE);
  }

  static async prepare(): Promise<Ground> {
    await build();
    return new Ground(await startTestPostgres(), await createTokenFactory());
  }

  /** Starts the production build and waits until it is ready. */
  async serve(options: ApiOptions = {}): Promise<Api> {
    const { issuer, jwksUri, userPoolId } = this.tokens.environment.cognito;
    const api = await Api.start(
      {
        // As production, but for a key endpoint without https.
        NODE_ENV: 'production',
        LOCAL_STACK: '1',
        DATABASE_URL: inDatabase(this.postgres.runtimeUrl, TEMPLATE_DATABASE),
        COGNITO_USER_POOL_ID: userPoolId,
        COGNITO_APP_CLIENT_ID: CLIENT_ID,
        COGNITO_ISSUER: issuer,
        COGNITO_JWKS_URI: jwksUri,
      },
      options,
    );
    this.apis.push(api);
    return api;
  }

  /** What the bench's user, or another one, asks a tenant with. Each call signs another token. */
  headers(tenant: string, subject = SUBJECT): Record<string, string> {
    const token = this.tokens.sign({ claims: { sub: subject, username: subject } });
    return { Authorization: `Bearer ${token}`, 'X-Tenant-Id': tenant };
  }

  /** Lets the bench's user into tenants as an admin. */
  async join(...tenants: readonly string[]): Promise<void> {
    await this.sql(
      `INSERT INTO memberships (tenant_id, issuer, subject, username, role, joined_by)
       SELECT tenant, $2, $3, 'bench', 'admin', 'seed' FROM unnest($1::text[]) AS tenant`,
      [tenants, this.tokens.issuer, SUBJECT],
    );
  }

  /** For loads that no plan allows: what is measured is how fast, not how often. */
  async liftLimits(): Promise<void> {
    await this.sql('UPDATE plans SET requests_per_second = 1000000, burst = 1000000');
  }

  get issuer(): string {
    return this.tokens.issuer;
  }

  /** As superuser. */
  async sql<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.superuserUrl });
    await client.connect();
    const { rows } = await client.query<Row>(text, [...values]).finally(() => client.end());
    return rows;
  }

  /** A process of the server, a child of the one that started all of them. */
  async databasePid(): Promise<number> {
    const [row] = await this.sql<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'`,
    );
    return row?.pid ?? 0;
  }

  async clear(): Promise<void> {
    await Promise.all(this.apis.map((api) => api.stop()));
    await this.tokens[Symbol.asyncDispose]();
    await this.postgres.stop();
  }
}
