import type { Pool } from 'pg';

/**
 * Gives the jobs of processes that have died back to the queue, which would keep them for four hours. A turn takes less
 * than 30 seconds; should one take longer after all, the channel's lease still keeps the second one out.
 */
export async function takeOver(pool: Pool): Promise<void> {
  await pool.query(`
    SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by)) FROM graphile_worker.jobs
    WHERE task_identifier = 'deliver' AND locked_at < now() - interval '30 seconds' HAVING count(*) > 0`);
  // One that had been replaced by a newer order when its process died: nobody would ever take it up.
  await pool.query(`
    SELECT count(graphile_worker.complete_jobs(ARRAY[id])) FROM graphile_worker.jobs
    WHERE task_identifier = 'deliver' AND key IS NULL AND locked_at IS NULL AND attempts >= max_attempts`);
}
