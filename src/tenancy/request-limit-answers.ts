import { TooManyRequests } from '../platform/http/problem.ts';
import type { Allowance } from './tenant-tokens.ts';

/**
 * What a caller is told of its tenant's limit: the bucket and the seconds that fill it, what is left and for how long,
 * as draft-ietf-httpapi-ratelimit-headers-11 has it (sections 3 and 4; structured fields, RFC 9651).
 */
export function rateLimitHeaders({ remaining, seconds, rate, burst }: Allowance): Record<string, string> {
  return {
    'RateLimit-Policy': `"tenant";q=${burst};w=${Math.ceil(burst / rate)}`,
    RateLimit: `"tenant";r=${remaining};t=${seconds}`,
  };
}

export function rateLimited(refusal: Allowance): TooManyRequests {
  const detail = 'The tenant has made too many requests. Wait, and try again.';
  return new TooManyRequests('tenant/rate_limited', detail, refusal.seconds, {
    headers: rateLimitHeaders(refusal),
  });
}
