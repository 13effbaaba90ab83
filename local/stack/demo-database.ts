import pg from 'pg';

/** Whether demo rows may go into a database: only where there are no tenants, or the demo's already. */
export async function isForDemo(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ ours: boolean }>(
      `SELECT NOT EXISTS (SELECT FROM tenants WHERE id <> 'public')
         OR EXISTS (SELECT FROM tenants WHERE id = 'tenant_a' AND name = 'Acme') AS ours`,
    );
    return rows[0]?.ours === true;
  } finally {
    await client.end();
  }
}
