import { Injectable } from '@nestjs/common';
import type { Principal } from '../platform/context/request-context.ts';
import { PrismaService } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { bucketRow, type BucketRow } from './alert-buckets.ts';
import { madeCounts, unresolvedCounts, type MadeCount, type UnresolvedCount } from './alert-summary-rows.ts';
import type {
  AlertBucketDto,
  AlertSummaryDto,
  AlertSummaryQuery,
  SeverityCountsDto,
} from './alert-summary.dto.ts';

/** How many of the tenant's alerts there are, now and over time. */
@Injectable()
export class AlertSummary {
  constructor(
    private readonly prisma: PrismaService,
    private readonly tenants: TenantService,
  ) {}

  /** @throws {InvalidRequest} for a time that makes no buckets, or too many */
  async read(query: AlertSummaryQuery, principal: Principal): Promise<AlertSummaryDto> {
    const row = bucketRow(query, new Date());
    const tenant = this.tenants.id;
    const [unresolved, made] = await Promise.all([
      this.prisma.$queryRaw<UnresolvedCount[]>(unresolvedCounts(tenant, principal)),
      this.prisma.$queryRaw<MadeCount[]>(madeCounts(tenant, row)),
    ]);
    return {
      open: countsOf(unresolved.filter(({ status }) => status === 'open')),
      acknowledged: countsOf(unresolved.filter(({ status }) => status === 'acknowledged')),
      mine_open: unresolved.reduce((sum, { mine }) => sum + mine, 0),
      buckets: bucketsOf(row, made),
    };
  }
}

function countsOf(counted: readonly Pick<MadeCount, 'severity' | 'count'>[]): SeverityCountsDto {
  const counts = { critical: 0, warning: 0, info: 0 };
  for (const { severity, count } of counted) counts[severity] = count;
  return counts;
}

function bucketsOf({ start, length, count }: BucketRow, made: readonly MadeCount[]): AlertBucketDto[] {
  const byPlace = Map.groupBy(made, ({ place }) => place);
  return Array.from({ length: count }, (_, place) => ({
    start: new Date(start + place * length).toISOString(),
    ...countsOf(byPlace.get(place) ?? []),
  }));
}
