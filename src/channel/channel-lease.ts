import { Injectable } from '@nestjs/common';
import { PrismaService } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';

/** Seconds until it is worth asking again; `undefined`: not before somebody orders it. */
type Wait = number | undefined;

const BUSY_S = 1;
const SUSPENDED_S = 10;

/**
 * The right to send a channel's deliveries, which one process has at a time. A row that says until when, rather than a
 * lock: it holds while something is being sent and no transaction is open, and behind a PgBouncer that gives each
 * transaction another connection. Whoever dies lets go of it after 30 seconds, longer than any attempt takes.
 */
@Injectable()
export class ChannelLease {
  constructor(
    private readonly prisma: PrismaService,
    private readonly tenants: TenantService,
  ) {}

  /** Takes it, or keeps it for another 30 seconds. @returns `false`: somebody else has it, or nothing is to be sent now */
  async hold(channel: string, lease: string): Promise<boolean> {
    const held = await this.prisma.$executeRaw`
      UPDATE alert_channels AS channel
      SET lease_id = ${lease}::uuid, leased_until = clock_timestamp() + interval '30 seconds'
      FROM tenants
      WHERE channel.tenant_id = ${this.tenants.id} AND channel.id = ${channel}::uuid AND channel.enabled
        AND tenants.id = channel.tenant_id AND tenants.status = 'active'
        AND (channel.leased_until IS NULL OR channel.leased_until <= clock_timestamp() OR channel.lease_id = ${lease}::uuid)`;
    return held === 1;
  }

  async release(channel: string, lease: string): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE alert_channels SET lease_id = NULL, leased_until = NULL
      WHERE tenant_id = ${this.tenants.id} AND id = ${channel}::uuid AND lease_id = ${lease}::uuid`;
  }

  /** Why {@link hold} did not. A channel that is switched on again orders it itself; a tenant does not. */
  async whenAgain(channel: string): Promise<Wait> {
    const [row] = await this.prisma.$queryRaw<{ status: string }[]>`
      SELECT tenants.status FROM alert_channels AS channel JOIN tenants ON tenants.id = channel.tenant_id
      WHERE channel.tenant_id = ${this.tenants.id} AND channel.id = ${channel}::uuid AND channel.enabled`;
    if (row === undefined) return undefined;
    return row.status === 'active' ? BUSY_S : SUSPENDED_S;
  }
}
