import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { as, tenants, type Tenants } from './two-tenants.ts';

/** Tables of tenants: all that have a column tenant_id. */
const TENANT_TABLES = `SELECT c.oid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`;

describe('the catalogue', () => {
  let world: Tenants;
  beforeAll(async () => {
    world = await tenants();
  });
  afterAll(() => world.close());

  const rows = async (sql: string) => (await world.pool.query<Record<string, unknown>>(sql)).rows;

  it('has row-level security, forced, on every table with tenant_id', async () => {
    const tables = await rows(
      `SELECT relname FROM pg_class WHERE oid IN (${TENANT_TABLES}) AND relrowsecurity AND relforcerowsecurity ORDER BY 1`,
    );
    expect(tables.map(({ relname }) => relname)).toEqual(
      expect.arrayContaining(['audit_entries', 'idempotency_keys', 'item_terms', 'items', 'memberships']),
    );
    expect(await rows(`SELECT count(*)::int AS n FROM pg_class WHERE oid IN (${TENANT_TABLES})`)).toEqual([
      { n: tables.length },
    ]);
  });

  it('has no policies but those on the tenant, and the one on own memberships', async () => {
    const policies = await rows(
      `SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies WHERE schemaname = 'public'
       ORDER BY tablename, policyname`,
    );
    const tables = await rows(`SELECT relname FROM pg_class WHERE oid IN (${TENANT_TABLES}) ORDER BY 1`);
    expect(
      policies.filter(({ policyname }) => policyname === 'tenant_rows').map(({ tablename }) => tablename),
    ).toEqual(tables.map(({ relname }) => relname));
    const other = policies.filter(({ policyname }) => policyname !== 'tenant_rows');
    expect(other).toMatchObject([
      { tablename: 'memberships', policyname: 'own_rows', cmd: 'SELECT', with_check: null },
    ]);
    for (const policy of policies.filter(({ policyname }) => policyname === 'tenant_rows')) {
      expect(policy['cmd']).toBe('ALL');
      expect(policy['qual']).toMatch(
        /^\(tenant_id = \( SELECT NULLIF\(current_setting\('app.tenant_id'::text, true\), ''::text\)/,
      );
      expect(policy['with_check']).toBe(policy['qual']);
    }
  });

  it('lets the runtime role alone see the jobs, which name tenants and channels and hold nothing of theirs', async () => {
    const policies = await rows(
      "SELECT DISTINCT schemaname, policyname, roles::text FROM pg_policies WHERE schemaname <> 'public'",
    );
    expect(policies).toEqual([
      { schemaname: 'graphile_worker', policyname: 'runtime_jobs', roles: '{tenantry_runtime}' },
    ]);
  });

  it('has no row without a tenant', async () => {
    expect(
      await rows(`SELECT attrelid::regclass::text AS table FROM pg_attribute
        WHERE attrelid IN (${TENANT_TABLES}) AND attname = 'tenant_id' AND NOT attnotnull`),
    ).toEqual([]);
  });

  it('has the tenant first in every key, unique index and foreign key of those tables', async () => {
    expect(
      await rows(`SELECT indexrelid::regclass::text AS index FROM pg_index
        WHERE indrelid IN (${TENANT_TABLES}) AND indisunique
          AND (SELECT attname FROM pg_attribute WHERE attrelid = indrelid AND attnum = indkey[0]) <> 'tenant_id'`),
    ).toEqual([]);
    expect(
      await rows(`SELECT conname FROM pg_constraint
        WHERE contype = 'f' AND conrelid IN (${TENANT_TABLES})
          AND (SELECT attname FROM pg_attribute WHERE attrelid = conrelid AND attnum = conkey[1]) <> 'tenant_id'`),
    ).toEqual([]);
    // Whoever refers to a tenant's row does it by the tenant as well.
    expect(
      await rows(`SELECT conname FROM pg_constraint
        WHERE contype = 'f' AND confrelid IN (${TENANT_TABLES})
          AND (SELECT attname FROM pg_attribute WHERE attrelid = confrelid AND attnum = confkey[1]) <> 'tenant_id'`),
    ).toEqual([]);
  });

  it('has no views, no way around by functions, and nothing that the runtime role owns', async () => {
    expect(
      await rows(
        `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm', 'f')`,
      ),
    ).toEqual([]);
    expect(
      await rows(`SELECT proname, proconfig, has_function_privilege(oid, 'EXECUTE') AS callable FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prosecdef ORDER BY 1`),
    ).toEqual(
      ['index_alert', 'index_changed_items', 'index_new_items', 'number_alert_change'].map((proname) => ({
        proname,
        proconfig: ['search_path=pg_catalog, public'],
        callable: false,
      })),
    );
    expect(
      await rows(`SELECT * FROM pg_shdepend WHERE refobjid = 'tenantry_app'::regrole AND deptype = 'o'`),
    ).toEqual([]);
  });

  it('grants the runtime role exactly this', async () => {
    const granted = await rows(
      `SELECT concat_ws('.', nullif(table_schema, 'public'), table_name) AS table_name,
         string_agg(privilege_type, ' ' ORDER BY privilege_type) AS may FROM information_schema.role_table_grants
       WHERE grantee = 'tenantry_runtime' GROUP BY table_schema, table_name ORDER BY table_name`,
    );
    expect(Object.fromEntries(granted.map(({ table_name, may }) => [table_name, may]))).toMatchSnapshot();
    // Grants on columns, and those to PUBLIC, which the information schema leaves out here, and to the login role itself.
    expect(
      await rows(`SELECT relname, privilege_type FROM pg_class, aclexplode(relacl)
        WHERE relnamespace = 'public'::regnamespace AND grantee IN (0, 'tenantry_app'::regrole)
        UNION ALL SELECT relname || '.' || attname, privilege_type
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid, aclexplode(attacl)
        WHERE relnamespace = 'public'::regnamespace ORDER BY 1`),
    ).toEqual(
      ['alert_events.count', 'alert_events.last_at'].map((relname) => ({
        relname,
        privilege_type: 'UPDATE',
      })),
    );
  });

  it.each([
    ['TRUNCATE items', /permission denied/],
    ['ALTER TABLE items DISABLE ROW LEVEL SECURITY', /must be owner/],
    ['DROP POLICY tenant_rows ON items', /must be owner/],
    ['CREATE TABLE mine ()', /permission denied/],
    ['CREATE FUNCTION mine() RETURNS int LANGUAGE sql RETURN 1', /permission denied/],
    ['SET ROLE tenantry_owner', /permission denied/],
    ['SET SESSION AUTHORIZATION postgres', /permission denied/],
    ['DELETE FROM tenants', /permission denied/],
    ['DELETE FROM audit_entries', /permission denied/],
    ["UPDATE audit_entries SET action = 'x'", /permission denied/],
    ["INSERT INTO item_terms VALUES ('a', 'word:x', uuidv7())", /permission denied/],
    ["UPDATE _prisma_migrations SET checksum = 'x'", /permission denied/],
    ["SELECT pg_read_file('/etc/passwd')", /permission denied/],
    ["COPY items TO PROGRAM 'cat'", /permission denied/],
    ["COPY items TO '/tmp/x'", /permission denied/],
    ['ALTER ROLE tenantry_app BYPASSRLS', /permission denied/],
    ['CREATE ROLE mine', /permission denied/],
    ['GRANT tenantry_owner TO tenantry_app', /permission denied/],
    ['SELECT index_new_items()', /permission denied/],
    ['CREATE EXTENSION dblink', /permission denied/],
  ])('refuses the runtime role: %s', async (sql, message) => {
    await expect(as('a', () => world.pool.query(sql))).rejects.toThrow(message);
  });

  it('fails loudly where row security is asked to be off', async () => {
    const client = await as('a', () => world.pool.connect());
    await client.query('BEGIN');
    await client.query('SET LOCAL row_security = off');
    await expect(client.query('SELECT * FROM items')).rejects.toThrow(
      /would be affected by row-level security/,
    );
    await client.query('ROLLBACK');
    client.release();
  });

  it("gives the same answer for a reference to another tenant's row and to none", async () => {
    const { rows: found } = await as('b', () =>
      world.pool.query<{ id: string }>('SELECT id FROM items LIMIT 1'),
    );
    const refer = (id: string) =>
      world.asOwner(`BEGIN; SELECT set_config('app.tenant_id', 'a', true);
        INSERT INTO item_terms VALUES ('a', 'word:x', '${id}')`);
    const [foreign, missing] = [found[0]?.id ?? '', '01900000-0000-7000-8000-000000000000'];
    await expect(refer(foreign)).rejects.toMatchObject({ code: '23503' });
    await expect(refer(missing)).rejects.toMatchObject({ code: '23503' });
    // The primary key of one tenant is free in another.
    const insert = {
      text: 'INSERT INTO items (id, owner_sub, name) VALUES ($1, $2, $3)',
      values: [foreign, 'x', 'same id'],
    };
    await expect(as('a', () => world.pool.query(insert))).resolves.toMatchObject({ rowCount: 1 });
  });
});
