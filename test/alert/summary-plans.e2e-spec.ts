import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { bucketRow } from '../../src/alert/alert-buckets.ts';
import { madeCounts, unresolvedCounts } from '../../src/alert/alert-summary-rows.ts';
import type { Prisma } from '../../src/platform/database/generated/client.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const NOW = new Date('2026-11-26T09:30:00.000Z');

let database: TestDatabase;
let runtime: pg.Client;

/** Two tenants with an alert for each of the last 10,000 hours: one of a hundred is open, the others are over. */
beforeAll(async () => {
  database = await createTestDatabase();
  const superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  for (const tenant of ['a', 'b']) {
    await superuser.query(`SELECT set_config('app.tenant_id', $1, false)`, [tenant]);
    await superuser.query('INSERT INTO tenants (id, name) VALUES ($1, $1)', [tenant]);
    await superuser.query(
      `INSERT INTO alerts (tenant_id, title, source, created_at, status, resolved_at)
       SELECT $1, 'Pump', 'test', $2::timestamptz - n * interval '1 hour',
         CASE WHEN n % 100 = 0 THEN 'open' ELSE 'resolved' END, CASE WHEN n % 100 <> 0 THEN now() END
       FROM generate_series(0, 9999) AS n`,
      [tenant, NOW],
    );
  }
  await superuser.query('VACUUM ANALYZE alerts');
  await superuser.end();
  runtime = new pg.Client({ connectionString: database.runtimeUrl });
  await runtime.connect();
}, 60_000);
afterAll(async () => {
  await runtime?.end();
  await database.drop();
});

/** As the runtime role, under row-level security, with the plan for these values. */
async function planOf({ text, values }: Prisma.Sql): Promise<string> {
  await runtime.query('BEGIN');
  await runtime.query(`SELECT set_config('app.tenant_id', 'a', true)`);
  const { rows } = await runtime.query<Record<string, string>>(
    `EXPLAIN (ANALYZE, TIMING OFF) ${text}`,
    values,
  );
  await runtime.query('COMMIT');
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

/** Which of the indexes is the planner's choice: it reads the rows that count, and none besides. */
function expectToRead(plan: string, rows: number): void {
  expect(plan).toMatch(/Index (Only )?Scan using alerts_tenant_id_\w+ on alerts/);
  expect(plan).toMatch(new RegExp(`Index .+ on alerts .+actual rows=${rows}(\\.00)? loops=1`));
  expect(plan).not.toMatch(/Seq Scan|Rows Removed/);
}

describe('Under row-level security an index gives', () => {
  it('the unresolved alerts, and none that are over', async () => {
    const plan = await planOf(unresolvedCounts('a', { issuer: 'https://issuer.example', subject: 'alice' }));
    expectToRead(plan, 100);
  });

  it('those that were made in the time of the buckets', async () => {
    const plan = await planOf(madeCounts('a', bucketRow({ bucket: 'day' }, NOW)));
    expectToRead(plan, 154);
  });
});
