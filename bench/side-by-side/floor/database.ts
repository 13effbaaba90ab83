import pg from 'pg';
import { TenantClient } from '../../../src/platform/database/tenant-pool.ts';

const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: 10,
  Client: TenantClient,
  onConnect: ((client: TenantClient) => client.prepareSettings()) as never,
});

/** One statement under row-level security, with the tenant in the same round trip, and nothing around it. */
export async function query<Row extends pg.QueryResultRow>(
  tenantId: string,
  statement: { readonly name: string; readonly text: string },
  values: readonly unknown[],
): Promise<Row[]> {
  const client = (await pool.connect()) as unknown as TenantClient;
  client.settings = { tenantId };
  try {
    return (await client.query<Row>({ ...statement, values: [...values] })).rows;
  } finally {
    client.release();
  }
}
