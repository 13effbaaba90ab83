import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DatabaseHealth } from '../../src/platform/database/database-health.ts';
import { checkAtStart } from '../../src/platform/database/startup-check.ts';
import { TenantPool } from '../../src/platform/database/tenant-pool.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

describe('the check at start', () => {
  let database: TestDatabase;
  const opened: TenantPool[] = [];
  const pool = (connectionString: string) => {
    const made = new TenantPool({ connectionString, max: 1, applicationName: 'test', settings: () => ({}) });
    opened.push(made);
    return made;
  };
  const owner = async (sql: string) => {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => Promise.all(opened.splice(0).map((each) => each.end())));
  afterAll(() => database.drop());

  it('lets the runtime role on a migrated database pass', async () => {
    await expect(checkAtStart(pool(database.runtimeUrl))).resolves.toBeUndefined();
    expect(await new DatabaseHealth(pool(database.runtimeUrl)).isReady()).toBe(true);
  });

  it('refuses the owner of the tables', async () => {
    await expect(checkAtStart(pool(database.ownerUrl))).rejects.toThrow(
      /"tenantry_owner" owns the table "items"/,
    );
  });

  it('refuses a superuser', async () => {
    await expect(checkAtStart(pool(database.superuserUrl))).rejects.toThrow(/"postgres" is a superuser/);
  });

  it('refuses BYPASSRLS, of the role itself and of one that it may become', async () => {
    const superuser = pool(database.superuserUrl);
    const url = new URL(database.runtimeUrl);
    url.username = 'all_seeing';
    await superuser.query(
      `CREATE ROLE all_seeing LOGIN BYPASSRLS PASSWORD '${url.password}' IN ROLE tenantry_runtime`,
    );
    await expect(checkAtStart(pool(url.href))).rejects.toThrow(/"all_seeing" has BYPASSRLS/);
    await superuser.query('GRANT all_seeing TO tenantry_app WITH INHERIT FALSE');
    await expect(checkAtStart(pool(database.runtimeUrl))).rejects.toThrow(/may become "all_seeing"/);
    await superuser.query('DROP ROLE all_seeing');
  });

  it.each([
    [
      'TRUNCATE',
      'GRANT TRUNCATE ON items TO tenantry_app',
      'REVOKE TRUNCATE ON items FROM tenantry_app',
      /may TRUNCATE the table "items"/,
    ],
    [
      'TRIGGER',
      'GRANT TRIGGER ON items TO PUBLIC',
      'REVOKE TRIGGER ON items FROM PUBLIC',
      /foreign keys or triggers to the table "items"/,
    ],
    [
      'CREATE',
      'GRANT CREATE ON SCHEMA public TO tenantry_app',
      'REVOKE CREATE ON SCHEMA public FROM tenantry_app',
      /may create objects/,
    ],
    [
      'no row security',
      'ALTER TABLE items DISABLE ROW LEVEL SECURITY',
      'ALTER TABLE items ENABLE ROW LEVEL SECURITY',
      /"items" has tenant_id, but row-level security is not enabled/,
    ],
    [
      'no FORCE',
      'ALTER TABLE items NO FORCE ROW LEVEL SECURITY',
      'ALTER TABLE items FORCE ROW LEVEL SECURITY',
      /"items" has tenant_id, but row-level security is not forced/,
    ],
    [
      'a new table',
      'CREATE TABLE forgotten (tenant_id text)',
      'DROP TABLE forgotten',
      /"forgotten" has tenant_id, but row-level security is not enabled/,
    ],
    [
      'no policy',
      'ALTER POLICY tenant_rows ON items RENAME TO x; DROP POLICY x ON items',
      POLICY('items'),
      /"items" has tenant_id, but no policy/,
    ],
    [
      'no WITH CHECK',
      'DROP POLICY tenant_rows ON items; ' + POLICY('items', false),
      'DROP POLICY tenant_rows ON items; ' + POLICY('items'),
      /"items" has tenant_id, but no policy .* WITH CHECK/,
    ],
    [
      'a policy that is too wide',
      'CREATE POLICY wide ON items FOR SELECT USING (true)',
      'DROP POLICY wide ON items',
      /the policy "wide" on the table "items"/,
    ],
    [
      'a missing migration',
      `UPDATE _prisma_migrations SET migration_name = 'gone' WHERE migration_name LIKE '%foundation'`,
      `UPDATE _prisma_migrations SET migration_name = '20261122000000_foundation' WHERE migration_name = 'gone'`,
      /20261122000000_foundation is missing/,
    ],
    [
      'a failed migration',
      `UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name LIKE '%foundation'`,
      `UPDATE _prisma_migrations SET finished_at = now()`,
      /20261122000000_foundation failed/,
    ],
    [
      'no migrations',
      'REVOKE SELECT ON _prisma_migrations FROM tenantry_runtime',
      'GRANT SELECT ON _prisma_migrations TO tenantry_runtime',
      /have not been applied/,
    ],
    [
      'a member of the owner',
      'CREATE ROLE boss; GRANT boss TO tenantry_app WITH INHERIT FALSE; GRANT boss TO tenantry_owner; GRANT CREATE ON SCHEMA public TO boss; ALTER TABLE rate_limits OWNER TO boss',
      'ALTER TABLE rate_limits OWNER TO tenantry_owner; DROP OWNED BY boss; DROP ROLE boss',
      /owns the table "rate_limits", or may become its owner "boss"/,
    ],
  ])('refuses %s', async (_, plant, heal, fault) => {
    await owner(plant);
    try {
      await expect(checkAtStart(pool(database.runtimeUrl))).rejects.toThrow(fault);
    } finally {
      await owner(heal);
    }
    await expect(checkAtStart(pool(database.runtimeUrl))).resolves.toBeUndefined();
  });

  it('names every fault at once', async () => {
    await owner(
      'GRANT TRUNCATE ON items TO tenantry_app; ALTER TABLE audit_entries NO FORCE ROW LEVEL SECURITY',
    );
    await expect(checkAtStart(pool(database.runtimeUrl))).rejects.toMatchObject({ faults: { length: 2 } });
    await owner(
      'REVOKE TRUNCATE ON items FROM tenantry_app; ALTER TABLE audit_entries FORCE ROW LEVEL SECURITY',
    );
  });

  it('is not ready with a migration missing, or without a database', async () => {
    await owner(
      `UPDATE _prisma_migrations SET migration_name = 'gone' , finished_at = NULL WHERE migration_name LIKE '%foundation'`,
    );
    expect(await new DatabaseHealth(pool(database.runtimeUrl)).isReady()).toBe(false);
    await owner(
      `UPDATE _prisma_migrations SET migration_name = '20261122000000_foundation', finished_at = now() WHERE migration_name = 'gone'`,
    );
    expect(await new DatabaseHealth(pool('postgresql://x:y@127.0.0.1:1/z')).isReady()).toBe(false);
  });
});

function POLICY(table: string, withCheck = true): string {
  const own = "(tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')))";
  return `CREATE POLICY tenant_rows ON ${table} USING ${own}${withCheck ? ` WITH CHECK ${own}` : ''}`;
}
