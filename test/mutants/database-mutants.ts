import type { Mutant } from './mutant.ts';

const CATALOG = ['test/isolation/catalog.e2e-spec.ts'];
const LOCKS = ['test/isolation/locks.e2e-spec.ts'];
const TABLES = [
  'memberships',
  'items',
  'item_terms',
  'audit_entries',
  'idempotency_keys',
  'request_buckets',
] as const;

const sql = (control: string, statement: string, specs: readonly string[] = CATALOG): Mutant => ({
  control,
  sql: statement,
  specs,
});

/** The second lock: what the database itself holds. */
export const DATABASE_MUTANTS: readonly Mutant[] = [
  ...TABLES.flatMap((table) => [
    sql(`${table}: no policy`, `DROP POLICY tenant_rows ON ${table}`),
    sql(`${table}: row-level security is off`, `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`),
    sql(`${table}: its owner is above the policy`, `ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`),
    sql(`${table}: the policy shows all rows`, `ALTER POLICY tenant_rows ON ${table} USING (true)`),
    sql(`${table}: the policy takes all rows`, `ALTER POLICY tenant_rows ON ${table} WITH CHECK (true)`),
    sql(`${table}: a second, wider policy`, `CREATE POLICY wider ON ${table} FOR SELECT USING (true)`),
  ]),
  sql(
    'items: row-level security is off, and the probes run',
    'ALTER TABLE items DISABLE ROW LEVEL SECURITY',
    LOCKS,
  ),
  sql(
    'items: the policy shows all rows, and the probes run',
    'ALTER POLICY tenant_rows ON items USING (true)',
    LOCKS,
  ),
  sql(
    'audit_entries: the policy takes all rows, and the probes run',
    'ALTER POLICY tenant_rows ON audit_entries WITH CHECK (true)',
    LOCKS,
  ),
  sql(
    'memberships: some belong to no tenant',
    'ALTER TABLE memberships DROP CONSTRAINT memberships_pkey CASCADE; ALTER TABLE memberships ALTER tenant_id DROP NOT NULL',
  ),
  sql(
    'memberships: own rows are those of the same name at any issuer',
    `ALTER POLICY own_rows ON memberships USING (subject = (SELECT nullif(current_setting('app.subject', true), '')))`,
    ['test/isolation/pool.e2e-spec.ts'],
  ),
  sql(
    'items: the key is not led by the tenant',
    `ALTER TABLE items DROP CONSTRAINT items_pkey CASCADE; ALTER TABLE items ADD PRIMARY KEY (id)`,
  ),
  sql(
    'item_terms: the reference is not led by the tenant',
    `ALTER TABLE item_terms DROP CONSTRAINT item_terms_tenant_id_item_id_fkey;
     CREATE UNIQUE INDEX items_id ON items (id);
     ALTER TABLE item_terms ADD FOREIGN KEY (item_id) REFERENCES items (id) ON DELETE CASCADE`,
  ),
  sql('items: a name is unique for all tenants', 'CREATE UNIQUE INDEX items_name ON items (name)'),
  sql('The runtime role may TRUNCATE', 'GRANT TRUNCATE ON items TO tenantry_runtime'),
  sql('The runtime role may delete the audit', 'GRANT DELETE ON audit_entries TO tenantry_runtime'),
  sql('The runtime role may change the audit', 'GRANT UPDATE ON audit_entries TO tenantry_runtime'),
  sql('The runtime role may write terms', 'GRANT INSERT ON item_terms TO tenantry_runtime'),
  sql('The runtime role may delete tenants', 'GRANT DELETE ON tenants TO tenantry_runtime'),
  sql('The runtime role may change plans', 'GRANT UPDATE ON plans TO tenantry_runtime'),
  sql('The runtime role owns a table', 'ALTER TABLE rate_limits OWNER TO tenantry_app'),
  sql('The runtime role may make tables', 'GRANT CREATE ON SCHEMA public TO tenantry_runtime'),
  sql('Everybody may read a table', 'GRANT SELECT ON items TO PUBLIC'),
  sql(
    'A view looks past the policies',
    'CREATE VIEW all_items AS SELECT * FROM items; GRANT SELECT ON all_items TO tenantry_runtime',
  ),
  sql('A function of the owner can be called', 'GRANT EXECUTE ON FUNCTION index_new_items() TO PUBLIC'),
  sql(
    'A function of the owner looks wherever it is told',
    'ALTER FUNCTION index_new_items() RESET search_path',
  ),
  sql(
    'A table of tenants without any lock',
    'CREATE TABLE notes (tenant_id text, note text); GRANT SELECT ON notes TO tenantry_runtime',
  ),
];
