import pg from 'pg';

interface Filling {
  readonly tenants: number;
  /** Items of the tenant `large`. */
  readonly large: number;
  /** Items of each of the others, `small-1` and so on. */
  readonly small: number;
}

/**
 * The same items at each call: half are even and half odd, one of a thousand is rare, twenty tags, a hundred owners.
 *
 * @param superuserUrl may analyze everything, and is held by the policies no more than PostgreSQL lets a superuser be
 */
export async function fillWithItems(superuserUrl: string, { tenants, large, small }: Filling): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    for (let n = 0; n < tenants; n++) {
      const tenant = n === 0 ? 'large' : `small-${n}`;
      // The trigger that indexes the words runs as the owner, who is held.
      await client.query(`SELECT set_config('app.tenant_id', $1, false)`, [tenant]);
      await client.query('INSERT INTO tenants (id, name) VALUES ($1, $1)', [tenant]);
      await client.query(ITEMS, [tenant, n === 0 ? large : small]);
    }
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}

const ITEMS = `
  INSERT INTO items (tenant_id, owner_sub, name, description, tags, created_at, updated_at)
  SELECT $1, 'owner-' || n % 100, 'Item ' || n || ' ' || md5(n::text),
    concat_ws(' ', CASE n % 2 WHEN 0 THEN 'even' ELSE 'odd' END, CASE WHEN n % 1000 = 0 THEN 'rare' END),
    ARRAY['tag-' || n % 20], timestamptz '2026-01-01Z' + n * interval '1 minute',
    timestamptz '2026-01-01Z' + (n * 7919::bigint % 100000) * interval '1 minute'
  FROM generate_series(1, $2::int) AS n`;
