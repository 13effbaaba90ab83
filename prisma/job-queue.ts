import { Logger, runMigrations } from 'graphile-worker';
import type { Pool } from 'pg';

/** Its tables have row-level security without a policy: to nobody but their owner is there anything in them. */
const TABLES = ['_private_jobs', '_private_job_queues', '_private_tasks', '_private_known_crontabs'];

/**
 * Brings the schema of the job queue (https://worker.graphile.org) to its newest version, and lets the runtime role
 * work with it. A job names a tenant and a channel; what is to be sent stays in the tenant's own rows.
 *
 * @param pool of the owner
 */
export async function installJobQueue(pool: Pool): Promise<void> {
  await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) });
  await pool.query('GRANT USAGE ON SCHEMA graphile_worker TO tenantry_runtime');
  await pool.query('GRANT SELECT ON graphile_worker.migrations, graphile_worker.jobs TO tenantry_runtime');
  await pool.query('GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO tenantry_runtime');
  await pool.query('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO tenantry_runtime');
  for (const table of TABLES) {
    await pool.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON graphile_worker.${table} TO tenantry_runtime`);
    await pool.query(`DROP POLICY IF EXISTS runtime_jobs ON graphile_worker.${table}`);
    await pool.query(
      `CREATE POLICY runtime_jobs ON graphile_worker.${table} TO tenantry_runtime USING (true) WITH CHECK (true)`,
    );
  }
}
