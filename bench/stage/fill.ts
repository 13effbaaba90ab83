import pg from 'pg';

/** How many rows the tenants `tenant-1` and so on have, each the same. */
export interface Filling {
  readonly tenants: number;
  readonly itemsEach: number;
  readonly alertsEach: number;
}

/** A tenant and how many rows it has. */
export interface TenantSize {
  readonly id: string;
  readonly items: number;
  readonly alerts: number;
}

/** As {@link fillTenants}, tenants of one size. */
export function fill(superuserUrl: string, { tenants, itemsEach, alertsEach }: Filling): Promise<void> {
  const sizes = Array.from({ length: tenants }, (_, n) => ({
    id: `tenant-${n + 1}`,
    items: itemsEach,
    alerts: alertsEach,
  }));
  return fillTenants(superuserUrl, sizes);
}

/**
 * The same rows at each call. Half of the items are even and half odd, one of a thousand is rare, a few are few (20 of a
 * tenant, however many it has); twenty tags, a hundred owners, a minute between one and the next.
 *
 * Triggers are off meanwhile: what they would have written is written for all rows at once, by the same function, and
 * indexed afterwards.
 *
 * @param superuserUrl nobody else may switch triggers off, or write rows of several tenants in one statement
 */
export async function fillTenants(superuserUrl: string, sizes: readonly TenantSize[]): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(`SET session_replication_role = replica; SET maintenance_work_mem = '512MB'`);
    await client.query('CREATE TEMPORARY TABLE sizes (id text, items int, alerts int)');
    const of = <Key extends keyof TenantSize>(key: Key) => sizes.map((size) => size[key]);
    await client.query('INSERT INTO sizes SELECT * FROM unnest($1::text[], $2::int[], $3::int[])', [
      of('id'),
      of('items'),
      of('alerts'),
    ]);
    for (const statement of [TENANTS, ITEMS, ALERTS, ...TERMS]) await client.query(statement);
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

const TENANTS = `INSERT INTO tenants (id, name) SELECT id, initcap(replace(id, '-', ' ')) FROM sizes`;

const ITEMS = `
  INSERT INTO items (tenant_id, id, owner_sub, name, description, tags, attributes, created_at, updated_at)
  SELECT t.id, ${ID}, 'owner-' || n % 100, 'Item ' || n,
    concat_ws(' ', 'Number ' || n || ' of many, in hall ' || n % 7, CASE n % 2 WHEN 0 THEN 'even' ELSE 'odd' END,
      CASE WHEN n % 1000 = 0 THEN 'rare' END,
      CASE WHEN n % greatest(t.items / 20, 1) = 0 THEN 'few' END),
    ARRAY['tag-' || n % 20], jsonb_build_object('number', n), ${TIME}, ${SHUFFLED_TIME}
  FROM sizes t, generate_series(1, t.items) AS n ORDER BY t.id, n`;

const ALERTS = `
  INSERT INTO alerts (tenant_id, id, title, description, severity, status, source, labels, created_at, updated_at,
    last_seen_at, resolved_at, created_number, change_number)
  SELECT t.id, ${ID}, 'Alert ' || n, 'Number ' || n || ' of many, in hall ' || n % 7,
    (ARRAY['critical', 'warning', 'info'])[1 + n % 3], CASE n % 4 WHEN 0 THEN 'open' ELSE 'resolved' END,
    'source-' || n % 10, jsonb_build_object('hall', (n % 7)::text), ${TIME}, ${TIME}, ${TIME},
    CASE WHEN n % 4 > 0 THEN ${TIME} END, n, n
  FROM sizes t, generate_series(1, t.alerts) AS n ORDER BY t.id, n`;

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
