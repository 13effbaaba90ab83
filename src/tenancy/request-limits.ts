import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Metrics } from '../platform/metrics/metrics.ts';
import { rateLimited } from './request-limit-answers.ts';
import { RequestBuckets } from './request-buckets.ts';
import { TenantTokens, type Allowance } from './tenant-tokens.ts';

/** Tenants whose tokens are kept here; one that is dropped leases anew. */
const MOST_TENANTS = 10_000;

/** How many requests a tenant may make, by its plan, on all instances together. */
@Injectable()
export class RequestLimits {
  private readonly tokens = new LRUCache<string, TenantTokens>({ max: MOST_TENANTS });

  constructor(
    private readonly buckets: RequestBuckets,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Counts a request of a tenant. Only when it is certain that the caller belongs there: nobody else may use up what
   * the tenant has.
   *
   * @throws {TooManyRequests} `tenant/rate_limited`; the database's own error when it cannot be counted
   */
  async count(tenantId: string): Promise<Allowance> {
    return this.allow(await this.of(tenantId).take());
  }

  /** As {@link count} for a tenant that has nothing left, and nothing otherwise. Never asks the database. */
  refuseExhausted(tenantId: string): void {
    const refusal = this.tokens.get(tenantId)?.refusal();
    if (refusal !== undefined) this.allow(refusal);
  }

  private allow(allowance: Allowance): Allowance {
    if (allowance.isAdmitted) return allowance;
    this.metrics.rateLimited();
    throw rateLimited(allowance);
  }

  private of(tenantId: string): TenantTokens {
    let tokens = this.tokens.get(tenantId);
    if (tokens === undefined) {
      tokens = new TenantTokens((wanted) => this.buckets.lease(tenantId, wanted));
      this.tokens.set(tenantId, tokens);
    }
    return tokens;
  }
}
