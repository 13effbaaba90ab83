import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { as, tenants, type Tenants } from './two-tenants.ts';

/** Tables of tenants: all that have a column tenant_id. */
const TENANT_TABLES = `SELECT c.oid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`;

const SEARCH_PATH = 'search_path=pg_catalog, public';
const CUSTOM_PLAN = 'plan_cache_mode=force_custom_plan';

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
      expect.arrayContaining([
        'alert_channels',
        'alert_events',
        'alert_feeds',
        'alert_terms',
        'alerts',
        'api_keys',
        'audit_entries',
        'deliveries',
        'idempotency_keys',
        'item_terms',
        'items',
        'memberships',
        'request_buckets',
      ]),
    );
    expect(await rows(`SELECT count(*)::int AS n FROM pg_class WHERE oid IN (${TENANT_TABLES})`)).toEqual([
      { n: tables.length },
    ]);
  });

  it('has no policies but those on the tenant, and the one on own memberships', async () => {
    const policies = await rows(
      `SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies
       WHERE schemaname = 'public' ORDER BY tablename, policyname`,
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
    ).toEqual([
      { proname: 'index_changed_alert', proconfig: [SEARCH_PATH, CUSTOM_PLAN], callable: false },
      { proname: 'index_changed_items', proconfig: [SEARCH_PATH], callable: false },
      { proname: 'index_gone_alerts', proconfig: [SEARCH_PATH], callable: false },
      { proname: 'index_new_alerts', proconfig: [SEARCH_PATH], callable: false },
      { proname: 'index_new_items', proconfig: [SEARCH_PATH], callable: false },
      { proname: 'number_alert_changes', proconfig: [SEARCH_PATH, CUSTOM_PLAN], callable: false },
    ]);
    expect(
      await rows(`SELECT * FROM pg_shdepend WHERE refobjid = 'tenantry_app'::regrole AND deptype = 'o'`),
    ).toEqual([]);
  });

  it('grants the runtime role exactly this', async () => {
    const granted = await rows(
      `SELECT table_name, string_agg(privilege_type, ' ' ORDER BY privilege_type) AS may FROM information_schema.role_table_grants
       WHERE grantee = 'tenantry_runtime' AND table_schema = 'public' GROUP BY table_name ORDER BY table_name`,
    );
    expect(Object.fromEntries(granted.map(({ table_name, may }) => [table_name, may]))).toMatchSnapshot();
    // Grants to PUBLIC, which the information schema leaves out here, and to the login role itself.
    expect(
      await rows(`SELECT relname, privilege_type FROM pg_class, aclexplode(relacl)
        WHERE relnamespace = 'public'::regnamespace AND grantee IN (0, 'tenantry_app'::regrole)
        UNION ALL SELECT relname || '.' || attname, privilege_type
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid, aclexplode(attacl)
        WHERE relnamespace = 'public'::regnamespace ORDER BY 1`),
    ).toEqual([
      { relname: 'alert_events.count', privilege_type: 'UPDATE' },
      { relname: 'alert_events.last_at', privilege_type: 'UPDATE' },
    ]);
  });

  it('lets the runtime role work with the job queue, which holds no row of a tenant', async () => {
    const granted = await rows(
      `SELECT table_name, string_agg(privilege_type, ' ' ORDER BY privilege_type) AS may FROM information_schema.role_table_grants
       WHERE grantee = 'tenantry_runtime' AND table_schema = 'graphile_worker' GROUP BY table_name ORDER BY table_name`,
    );
    expect(Object.fromEntries(granted.map(({ table_name, may }) => [table_name, may]))).toMatchSnapshot();
    expect(
      await rows(`SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE relnamespace = 'graphile_worker'::regnamespace AND attname = 'tenant_id'`),
    ).toEqual([]);
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
    ['UPDATE plans SET burst = 1000000', /permission denied/],
    ["INSERT INTO plans VALUES ('mine', 1000000, 1000000)", /permission denied/],
    ['DELETE FROM request_buckets', /permission denied/],
    ['DELETE FROM audit_entries', /permission denied/],
    ["UPDATE audit_entries SET action = 'x'", /permission denied/],
    ['DELETE FROM alerts', /permission denied/],
    ['DELETE FROM alert_events', /permission denied/],
    ["UPDATE alert_events SET comment = 'x'", /permission denied/],
    ["UPDATE alert_events SET actor_id = 'x'", /permission denied/],
    ['UPDATE alert_feeds SET last_number = 0', /permission denied/],
    ["INSERT INTO alert_terms VALUES ('a', 'word:x', uuidv7())", /permission denied/],
    ['DELETE FROM api_keys', /permission denied/],
    ['DELETE FROM deliveries', /permission denied/],
    ['SELECT number_alert_changes()', /permission denied/],
    ['TRUNCATE graphile_worker._private_jobs', /permission denied/],
    ['CREATE TABLE graphile_worker.mine ()', /permission denied/],
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
