import { Inject, Injectable } from '@nestjs/common';
import { SYSTEM_POOL } from '../platform/database/database.module.ts';
import type { TenantPool } from '../platform/database/tenant-pool.ts';

/** Tokens of a tenant's bucket, for one instance to spend. */
export interface TokenLease {
  /** At most what was wanted; 0: the bucket is empty. */
  readonly granted: number;
  /** What is left for everybody, a fraction of a token included. */
  readonly left: number;
  /** Tokens that come back each second, by the tenant's plan of this moment. */
  readonly rate: number;
  /** Tokens of a full bucket. */
  readonly burst: number;
}

/** What is in a bucket now, by the row `old` or `bucket`: it fills up with the time, by the database's clock. */
const level = (row: string) => `least(plan.burst, ${row}.tokens + plan.requests_per_second
  * greatest(0, extract(epoch FROM now() - ${row}.filled_at))::float8)`;

/** A tenth of the bucket at once, so that each of several instances gets some. */
const granted = (row: string) =>
  `least(floor(${level(row)}), $1::int, greatest(1, floor(plan.burst / 10.0)))`;

/**
 * One statement, which holds the row only while it runs: instances that come at once are served one after the other.
 * Its beginning may be before the end of the one before, and no time passes twice.
 */
const TAKE = {
  name: 'lease-tokens',
  text: `
    UPDATE request_buckets AS bucket
    SET tokens = ${level('bucket')} - ${granted('bucket')}, filled_at = greatest(bucket.filled_at, now())
    FROM tenants JOIN plans AS plan ON plan.id = tenants.plan
    WHERE bucket.tenant_id = current_tenant() AND tenants.id = bucket.tenant_id
    RETURNING ${granted('old')} AS granted, new.tokens AS left, plan.requests_per_second AS rate, plan.burst`,
};

/** The first time: the bucket is full. */
const FILL = {
  text: `INSERT INTO request_buckets (tokens) SELECT plan.burst
    FROM tenants JOIN plans AS plan ON plan.id = tenants.plan WHERE tenants.id = current_tenant()
    ON CONFLICT DO NOTHING`,
};

/** Each tenant's bucket of tokens, one for all instances. A request takes a token; leases are for many at once. */
@Injectable()
export class RequestBuckets {
  /** Not the tenant's own share of the other pool: that may be busy, and this must be quick. */
  constructor(@Inject(SYSTEM_POOL) private readonly pool: TenantPool) {}

  /** @throws the database's own error when it cannot be asked: nobody gets past a bucket that nobody has seen */
  async lease(tenantId: string, wanted: number): Promise<TokenLease> {
    const take = () => this.pool.queryAs<TokenLease>({ tenantId }, { ...TAKE, values: [wanted] });
    const [lease] = await take();
    if (lease !== undefined) return lease;
    await this.pool.queryAs({ tenantId }, FILL);
    const [first] = await take();
    if (first === undefined) throw new Error('A tenant has neither a bucket nor a plan');
    return first;
  }
}
