import { Injectable } from '@nestjs/common';
import type { ScopedTransaction } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';

type Database = Pick<ScopedTransaction, '$queryRaw'>;

/** Of the task that sends what waits in a channel. */
export const DELIVER = 'deliver';

/** How often an order to a queue that is taking up the channel's job this very moment is repeated. */
const ATTEMPTS = 5;

/**
 * Orders that a channel's deliveries be sent. There is one job for a channel at most, beside one that is under way: an
 * order while a job waits only moves it.
 */
@Injectable()
export class ChannelJobs {
  constructor(private readonly tenants: TenantService) {}

  /**
   * @param db the transaction that gives a reason to: without the one there is no other
   * @param seconds from now
   */
  async wake(db: Database, channel: string, seconds = 0): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (await this.add(db, channel, seconds)) return;
    }
    throw new Error('The queue did not take the job of a channel');
  }

  /**
   * `add_job` does nothing, and answers NULL, when a worker takes the waiting job up while it runs. That one may have
   * looked already: it must be told again, and then gets a job of its own.
   */
  private async add(db: Database, channel: string, seconds: number): Promise<boolean> {
    const tenant = this.tenants.id;
    const [job] = await db.$queryRaw<{ added: boolean }[]>`
      SELECT job.id IS NOT NULL AS added
      FROM graphile_worker.add_job(
        ${DELIVER}, json_build_object('tenant_id', ${tenant}::text, 'channel_id', ${channel}::text),
        run_at := now() + make_interval(secs => ${seconds}::float8), job_key := ${jobKey(tenant, channel)}
      ) AS job`;
    return job?.added === true;
  }
}

export function jobKey(tenant: string, channel: string): string {
  return `${tenant}/${channel}`;
}
