import { Injectable } from '@nestjs/common';
import type { Alert } from '../platform/database/generated/client.ts';
import { PrismaService } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { changedAlerts } from './alert-rows.ts';

/** So many alerts are read at once. */
const BATCH = 200;

/** A tenant's feed of changes, read outside of any request of that tenant. */
@Injectable()
export class FeedReader {
  constructor(
    private readonly prisma: PrismaService,
    private readonly tenants: TenantService,
  ) {}

  /** The number of the latest change. */
  async latest(tenantId: string): Promise<bigint> {
    const feed = await this.within(tenantId, () => this.prisma.alertFeed.findFirst({}));
    return feed?.lastNumber ?? 0n;
  }

  /** Batches of the alerts that have changed behind a place, in their order, until there are no more. */
  async *changes(tenantId: string, after: bigint): AsyncGenerator<readonly Alert[]> {
    for (let place = after; ;) {
      const rows = await this.within(tenantId, () =>
        this.prisma.$queryRaw<Alert[]>(changedAlerts(tenantId, place, BATCH)),
      );
      const last = rows.at(-1)?.changeNumber ?? null;
      if (last === null) return;
      yield rows;
      if (rows.length < BATCH) return;
      place = last;
    }
  }

  private within<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
    return this.tenants.run({ id: tenantId, name: '', role: 'viewer' }, work);
  }
}
