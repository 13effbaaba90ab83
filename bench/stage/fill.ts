import pg from 'pg';

/** How many rows the tenants `tenant-1` and so on have, each the same. */
export interface Filling {
  readonly tenants: number;
  readonly itemsEach: number;
  readonly alertsEach: number;
}

/**
 * The same rows at each call. Half of the items are even and half odd, one of a thousand is rare; twenty tags, a
 * hundred owners, a minute between one and the next.
 *
 * Triggers are off meanwhile: what they would have written is written for all rows at once, by the same function, and
 * indexed afterwards.
 *
 * @param superuserUrl nobody else may switch triggers off, or write rows of several tenants in one statement
 */
export async function fill(superuserUrl: string, { tenants, itemsEach, alertsEach }: Filling): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(`SET session_replication_role = replica; SET maintenance_work_mem = '512MB'`);
    await client.query(TENANTS, [tenants]);
    await client.query(ITEMS, [itemsEach]);
    await client.query(ALERTS, [alertsEach]);
    for (const statement of TERMS) await client.query(statement);
    // The planner's statistics, and the pages' marks, as the autovacuum would have made them by and by.
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}

/** Of the `n`th item, or alert, of any tenant: keys begin with the tenant. */
export function idOf(n: number): string {
  return `019b0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}
const ID = `('019b0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
const TIME = `timestamptz '2026-01-01Z' + n * interval '1 minute'`;
const SHUFFLED_TIME = `timestamptz '2026-01-01Z' + (n * 7919::bigint % 100000) * interval '1 minute'`;

const TENANTS = `
  INSERT INTO tenants (id, name) SELECT 'tenant-' || n, 'Tenant ' || n FROM generate_series(1, $1::int) AS n`;

const ITEMS = `
  INSERT INTO items (tenant_id, id, owner_sub, name, description, tags, attributes, created_at, updated_at)
  SELECT t.id, ${ID}, 'owner-' || n % 100, 'Item ' || n,
    concat_ws(' ', 'Number ' || n || ' of many, in hall ' || n % 7, CASE n % 2 WHEN 0 THEN 'even' ELSE 'odd' END,
      CASE WHEN n % 1000 = 0 THEN 'rare' END),
    ARRAY['tag-' || n % 20], jsonb_build_object('number', n), ${TIME}, ${SHUFFLED_TIME}
  FROM tenants t, generate_series(1, $1::int) AS n ORDER BY t.id, n`;

const ALERTS = `
  INSERT INTO alerts (tenant_id, id, title, description, severity, status, source, labels, created_at, updated_at,
    last_seen_at, resolved_at, created_number, change_number)
  SELECT t.id, ${ID}, 'Alert ' || n, 'Number ' || n || ' of many, in hall ' || n % 7,
    (ARRAY['critical', 'warning', 'info'])[1 + n % 3], CASE n % 4 WHEN 0 THEN 'open' ELSE 'resolved' END,
    'source-' || n % 10, jsonb_build_object('hall', (n % 7)::text), ${TIME}, ${TIME}, ${TIME},
    CASE WHEN n % 4 > 0 THEN ${TIME} END, n, n
  FROM tenants t, generate_series(1, $1::int) AS n ORDER BY t.id, n`;

const TERMS = [
  'ALTER TABLE item_terms DROP CONSTRAINT item_terms_pkey',
  'DROP INDEX item_terms_tenant_id_item_id_idx',
  `INSERT INTO item_terms (tenant_id, term, item_id)
    SELECT tenant_id, term, id FROM items, search_terms(name, description, tags) AS term`,
  'ALTER TABLE item_terms ADD CONSTRAINT item_terms_pkey PRIMARY KEY (tenant_id, term, item_id)',
  'CREATE INDEX item_terms_tenant_id_item_id_idx ON item_terms (tenant_id, item_id)',
  `INSERT INTO alert_terms (tenant_id, term, alert_id)
    SELECT tenant_id, term, id FROM alerts, search_terms(title, description, '{}') AS term`,
  `INSERT INTO alert_feeds (tenant_id, last_number)
    SELECT tenant_id, max(change_number) FROM alerts GROUP BY tenant_id`,
];
