import { Prisma } from '../platform/database/generated/client.ts';
import type { Principal } from '../platform/context/request-context.ts';
import type { BucketRow } from './alert-buckets.ts';
import type { Severity } from './alert.dto.ts';

export interface UnresolvedCount {
  readonly status: 'open' | 'acknowledged';
  readonly severity: Severity;
  readonly count: number;
  /** Those among them that are assigned to the principal. */
  readonly mine: number;
}

/** By an index: what is resolved, which is most of all, is not read. */
export function unresolvedCounts(
  tenant: string,
  { issuer, subject }: Pick<Principal, 'issuer' | 'subject'>,
): Prisma.Sql {
  return Prisma.sql`
    SELECT status, severity, count(*)::int AS count,
      count(*) FILTER (WHERE assignee_issuer = ${issuer} AND assignee_sub = ${subject})::int AS mine
    FROM alerts WHERE tenant_id = ${tenant} AND status IN ('open', 'acknowledged')
    GROUP BY status, severity`;
}

export interface MadeCount {
  /** Which bucket, from 0. */
  readonly place: number;
  readonly severity: Severity;
  readonly count: number;
}

/** By an index, of the time of the buckets alone. Those without alerts are not among it. */
export function madeCounts(tenant: string, { start, length, count }: BucketRow): Prisma.Sql {
  const first = Prisma.sql`to_timestamp(${start / 1_000}::float8)`;
  const end = Prisma.sql`to_timestamp(${(start + count * length) / 1_000}::float8)`;
  return Prisma.sql`
    SELECT floor(extract(epoch FROM created_at - ${first}) / ${length / 1_000}::int)::int AS place, severity,
      count(*)::int AS count
    FROM alerts WHERE tenant_id = ${tenant} AND created_at >= ${first} AND created_at < ${end}
    GROUP BY place, severity`;
}
