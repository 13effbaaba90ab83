import { Injectable } from '@nestjs/common';
import type { Prisma } from '../platform/database/generated/client.ts';
import type { ScopedTransaction } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { ChannelJobs, DELIVER } from './channel-jobs.ts';

/** What happened to an alert, as far as channels are told of it. */
export interface AlertEventForChannels {
  readonly name: 'alert.created' | 'alert.resolved' | 'alert.reopened';
  /** As the API shows it. It is kept as it is now: later changes do not show in what is sent. */
  readonly alert: {
    readonly id: string;
    readonly severity: string;
    readonly [field: string]: Prisma.InputJsonValue | null;
  };
}

/** The way from alerts to channels. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly tenants: TenantService,
    private readonly jobs: ChannelJobs,
  ) {}

  /**
   * Notes, for every channel of the tenant that is switched on and wants alerts of that severity, that it is to be told,
   * in the order given. One statement, which costs next to nothing where there is no channel.
   *
   * @param db the transaction of the change itself: what is sent has happened, and what happened is sent
   */
  async enqueue(db: ScopedTransaction, events: readonly AlertEventForChannels[]): Promise<void> {
    if (events.length === 0) return;
    const tenant = this.tenants.id;
    const notOrdered = await db.$queryRaw<{ channel: string }[]>`
      WITH event AS (
        SELECT name, alert, place, array_position(ARRAY['info', 'warning', 'critical'], alert ->> 'severity') AS rank
        FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(events)}::jsonb) AS (name text, alert jsonb))
          WITH ORDINALITY AS given (name, alert, place)
      ), made AS (
        INSERT INTO deliveries (tenant_id, channel_id, alert_id, event, payload)
        SELECT channel.tenant_id, channel.id, (alert ->> 'id')::uuid, event.name,
          jsonb_build_object('event', event.name, 'alert', alert)
        FROM alert_channels AS channel JOIN event
          ON rank >= array_position(ARRAY['info', 'warning', 'critical'], channel.min_severity)
        WHERE channel.tenant_id = ${tenant} AND channel.enabled
        ORDER BY place, channel.id
        RETURNING channel_id
      )
      SELECT channel_id::text AS channel
      FROM (SELECT DISTINCT channel_id FROM made ORDER BY channel_id) AS told
      CROSS JOIN LATERAL graphile_worker.add_job(
        ${DELIVER}, json_build_object('tenant_id', ${tenant}::text, 'channel_id', channel_id),
        job_key := ${tenant}::text || '/' || channel_id
      ) AS job
      WHERE job.id IS NULL`;
    for (const { channel } of notOrdered) await this.jobs.wake(db, channel);
  }
}
