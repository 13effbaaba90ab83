import pg from 'pg';
import { currentContext, runInContext } from '../../src/platform/context/request-context.ts';
import { TenantPool } from '../../src/platform/database/tenant-pool.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

/** Runs `work` as a request of `tenant` would. */
export function as<T>(tenant: string, work: () => PromiseLike<T>): Promise<T> {
  const context = { requestId: 'test', tenant: { id: tenant, name: tenant, role: 'admin' as const } };
  return runInContext(context, async () => await work());
}

export interface Tenants {
  readonly database: TestDatabase;
  /** As the runtime role, with the tenant of the request. */
  readonly pool: TenantPool;
  openPool(options?: { max?: number; url?: string }): TenantPool;
  asSuperuser(sql: string): Promise<pg.QueryResult[]>;
  asOwner(sql: string): Promise<pg.QueryResult[]>;
  close(): Promise<void>;
}

/** A database with tenants, each with items that bear its name: `a item 1`. */
export async function tenants(ids: readonly string[] = ['a', 'b'], itemsEach = 3): Promise<Tenants> {
  const database = await createTestDatabase();
  const pools: TenantPool[] = [];
  const openPool = ({ max = 5, url = database.runtimeUrl } = {}) => {
    const pool = new TenantPool({
      connectionString: url,
      max,
      applicationName: 'test',
      settings: () => ({ tenantId: currentContext()?.tenant?.id }),
    });
    pools.push(pool);
    return pool;
  };
  const pool = openPool();
  for (const id of ids) {
    await pool.query('INSERT INTO tenants (id, name) VALUES ($1, $1)', [id]);
    await as(id, () =>
      pool.query(
        `INSERT INTO items (owner_sub, name, tags)
         SELECT 'owner of ' || $1, $1 || ' item ' || n, ARRAY['of ' || $1] FROM generate_series(1, $2) AS n`,
        [id, itemsEach],
      ),
    );
    await as(id, () =>
      pool.query(
        `INSERT INTO memberships (issuer, subject, username, joined_by) VALUES ('iss', 'user of ' || $1, $1, 'seed')`,
        [id],
      ),
    );
  }
  return {
    database,
    pool,
    openPool,
    asOwner: (sql) => execute(database.ownerUrl, sql),
    asSuperuser: (sql) => execute(database.superuserUrl, sql),
    async close() {
      await Promise.all(pools.map((each) => each.end()));
      await database.drop();
    },
  };
}

async function execute(url: string, sql: string): Promise<pg.QueryResult[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return [await client.query(sql)].flat();
  } finally {
    await client.end();
  }
}
