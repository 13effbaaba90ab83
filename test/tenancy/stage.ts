import type { NestExpressApplication } from '@nestjs/platform-express';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import type { Role } from '../../src/platform/context/request-context.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { exchange, type Answer, type Question } from '../support/exchange.ts';
import { CLIENT_ID, createTokenFactory, type TokenFactory } from '../support/tokens.ts';
import { startApp } from '../support/world.ts';

export interface Member {
  readonly tenant: string;
  readonly subject: string;
  readonly role?: Role;
  readonly status?: 'active' | 'suspended' | 'removed';
  readonly email?: string;
}

export interface Bearer {
  readonly subject: string;
  readonly use?: 'access' | 'id';
  /** `custom:tenant_id`; absent when `undefined`. */
  readonly claim?: unknown;
  readonly claims?: Readonly<Record<string, unknown>>;
}

interface StageOptions {
  /** Of a world with a Cognito of its own, where routes need one. */
  readonly database?: TestDatabase;
  readonly variables?: Readonly<Record<string, string>>;
}

const TENANT_TABLES = `SELECT array_agg(relname::text ORDER BY relname) AS tables
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`;

/**
 * The application as shipped, behind a user pool whose tokens can say whatever a test wants. Tenants: `tenant_a` and
 * `tenant_b`, and `tenant_c`, which is suspended. No users: each test plants its own.
 */
export class Stage {
  private readonly apps: NestExpressApplication[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly pool: TokenFactory,
    /** What an instance is set up by. */
    readonly variables: Readonly<Record<string, string>>,
    /** Row-level security does not hold it: it plants rows of any tenant, and looks at them. */
    private readonly superuser: pg.Client,
    private readonly ownsDatabase: boolean,
  ) {}

  static async start({ database, variables = {} }: StageOptions = {}): Promise<Stage> {
    const own = database ?? (await createTestDatabase());
    const pool = await createTokenFactory();
    const superuser = new pg.Client({ connectionString: own.superuserUrl });
    await superuser.connect();
    const stage = new Stage(
      own,
      pool,
      {
        NODE_ENV: 'test',
        LOG_LEVEL: 'silent',
        COGNITO_USER_POOL_ID: 'ap-northeast-1_Example01',
        COGNITO_APP_CLIENT_ID: CLIENT_ID,
        ...variables,
        COGNITO_ALLOWED_CLIENT_IDS: CLIENT_ID,
        COGNITO_ISSUER: pool.issuer,
        COGNITO_JWKS_URI: pool.jwks.uri,
        DATABASE_URL: own.runtimeUrl,
        DATABASE_POOL_SIZE: '4',
      },
      superuser,
      database === undefined,
    );
    await stage.sql(
      `INSERT INTO tenants (id, name, status)
       VALUES ('tenant_a', 'Acme', 'active'), ('tenant_b', 'Globex', 'active'), ('tenant_c', 'Initech', 'suspended')
       ON CONFLICT DO NOTHING`,
    );
    return stage;
  }

  /** One more instance, set up by these variables. */
  async open(variables: Readonly<Record<string, string>> = {}): Promise<Api> {
    const app = await startApp({ ...this.variables, ...variables });
    this.apps.push(app);
    return new Api(app);
  }

  async sql(text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    const { rows } = await this.superuser.query<Record<string, unknown>>(text, [...values]);
    return rows;
  }

  /** As {@link sql}, for rows whose triggers run under row-level security. */
  async sqlIn(tenant: string, text: string, values: readonly unknown[] = []) {
    await this.sql("SELECT set_config('app.tenant_id', $1, false)", [tenant]);
    const rows = await this.sql(text, values);
    await this.sql("SELECT set_config('app.tenant_id', '', false)");
    return rows;
  }

  async plant(members: readonly Member[]): Promise<void> {
    await this.sql(
      `INSERT INTO memberships (tenant_id, issuer, subject, username, email, role, status, joined_by)
       SELECT tenant, $1, subject, subject, email, coalesce(role, 'member'), coalesce(status, 'active'), 'seed'
       FROM jsonb_to_recordset($2) AS row (tenant text, subject text, role text, status text, email text)`,
      [this.pool.issuer, JSON.stringify(members)],
    );
  }

  /**
   * Runs `work` while nobody can read or write a tenant's tables: a statement that so much as mentions one waits,
   * until its deadline makes it a 503.
   *
   * @param but left out: without memberships and keys nobody could be let in or refused
   */
  async whileLocked<T>(
    work: () => Promise<T>,
    { but = ['memberships', 'api_keys'] }: { but?: readonly string[] } = {},
  ): Promise<T> {
    const [found] = await this.sql(TENANT_TABLES);
    const tables = (found?.['tables'] as string[]).filter((table) => !but.includes(table));
    const locker = new pg.Client({ connectionString: this.database.superuserUrl });
    await locker.connect();
    try {
      await locker.query('BEGIN');
      await locker.query(`LOCK TABLE ${tables.join(', ')} IN ACCESS EXCLUSIVE MODE`);
      return await work();
    } finally {
      await locker.end();
    }
  }

  /** Runs `work` on instances that started while it was on; none starts without. */
  async withoutRowSecurity<T>(work: () => Promise<T>): Promise<T> {
    const [found] = await this.sql(TENANT_TABLES);
    const all = async (change: string) => {
      for (const table of found?.['tables'] as string[]) await this.sql(`ALTER TABLE ${table} ${change}`);
    };
    await all('DISABLE ROW LEVEL SECURITY');
    try {
      return await work();
    } finally {
      await all('ENABLE ROW LEVEL SECURITY');
    }
  }

  /** What all there is of a tenant amounts to, to tell whether anything has changed but the count of its requests. */
  async stateOf(tenant: string): Promise<Record<string, unknown>> {
    const [found] = await this.sql(TENANT_TABLES);
    const states: Record<string, unknown> = {};
    for (const table of (found?.['tables'] as string[]).filter((name) => name !== 'request_buckets')) {
      const [state] = await this.sql(
        `SELECT count(*)::int AS rows, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS content
         FROM ${table} t WHERE tenant_id = $1`,
        [tenant],
      );
      states[table] = state;
    }
    return states;
  }

  token({ subject, use = 'access', claim, claims = {} }: Bearer): string {
    const name = use === 'access' ? 'username' : 'cognito:username';
    return this.pool.sign({
      use,
      claims: { sub: subject, [name]: subject, 'custom:tenant_id': claim, ...claims },
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.apps.map((app) => app.close()));
    await this.superuser.end();
    await this.pool[Symbol.asyncDispose]();
    if (this.ownsDatabase) await this.database.drop();
  }
}

/** An instance of the application, and how to speak to it. */
export class Api {
  constructor(readonly app: NestExpressApplication) {}

  get port(): number {
    return (this.app.getHttpServer().address() as AddressInfo).port;
  }

  ask(question: Question): Promise<Answer> {
    return exchange(`http://127.0.0.1:${this.port}`, question);
  }

  /** `GET /api/tenant`: which tenant the request is found to work in, or why in none. */
  async tenantOf(token: string, headers: Question['headers'] = {}): Promise<string> {
    const answer = await this.ask({
      path: '/api/tenant',
      headers: { Authorization: `Bearer ${token}`, ...headers },
    });
    return verdict(answer);
  }
}

/** `200 tenant_a member`, `403 tenant/forbidden`. */
export function verdict({ status, text }: Pick<Answer, 'status' | 'text'>): string {
  const body = JSON.parse(text) as { tenant_id?: string; role?: string; code?: string };
  return status === 200 ? `200 ${body.tenant_id} ${body.role}` : `${status} ${body.code}`;
}
