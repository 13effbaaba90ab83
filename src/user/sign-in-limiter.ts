import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { SYSTEM_POOL } from '../platform/database/database.module.ts';
import { BadRequest, type Problem } from '../platform/http/problem.ts';
import { Metrics } from '../platform/metrics/metrics.ts';
import { RateLimits } from './rate-limits.ts';
import { throttled } from './sign-in-refusal.ts';

/** An attempt to sign in that was let through; say how it ended. */
export interface SignInAttempt {
  succeeded(): Promise<void>;
  failed(refusal: Problem): Promise<void>;
}

/**
 * Counts the attempt as a failure before it is made, so that many at once cannot slip through; no row comes back while
 * the account is blocked. From the fifth failure in a row on it is blocked, twice as long with each: what Cognito does,
 * and a second longer, so that Cognito's own lock-out, which only accounts that exist can have, does not show.
 * Fifteen quiet minutes forget it.
 */
const COUNT_ATTEMPT = `
  INSERT INTO sign_in_failures AS known (account) VALUES ($1)
  ON CONFLICT (account) DO UPDATE SET
    failures = CASE WHEN known.failed_at < now() - interval '15 minutes' THEN 1 ELSE known.failures + 1 END,
    failed_at = now(),
    blocked_until = CASE
      WHEN known.failed_at < now() - interval '15 minutes' OR known.failures < 4 THEN now()
      ELSE now() + make_interval(secs => 1 + least(power(2, least(known.failures - 4, 10)), 900))
    END
  WHERE known.blocked_until <= now()
  RETURNING known.failures`;
const TIME_LEFT = `
  SELECT ceil(extract(epoch FROM blocked_until - now()))::int AS seconds FROM sign_in_failures WHERE account = $1`;
const UNCOUNT_ATTEMPT = `
  UPDATE sign_in_failures SET failures = greatest(failures - 1, 0), blocked_until = now() WHERE account = $1`;
const FORGET_ACCOUNT = `DELETE FROM sign_in_failures WHERE account = $1`;
const FORGET_OLD = `DELETE FROM sign_in_failures WHERE failed_at < now() - interval '1 hour'`;
/** One attempt in so many tidies up behind all of them. */
const TIDY_ONE_IN = 500;

/**
 * In front of the password sign-in: per account, per address, and for all together below Cognito's quota, which is
 * shared by everybody (120 sign-ins a second). Instances share the counts.
 */
@Injectable()
export class SignInLimiter {
  constructor(
    @Inject(SYSTEM_POOL) private readonly database: Pool,
    private readonly limits: RateLimits,
    private readonly metrics: Metrics,
  ) {}

  /** @throws {TooManyRequests} `user/too_many_attempts` with the time to wait */
  async begin(email: string): Promise<SignInAttempt> {
    const account = createHash('sha256').update(email.toLowerCase()).digest('hex');
    await this.refuseAfter(await this.limits.signInFromAddress());
    await this.refuseAfter(await this.limits.signInOfAll());
    const { rowCount } = await this.database.query(COUNT_ATTEMPT, [account]);
    if (rowCount === 0) await this.refuseAfter(await this.timeLeft(account));
    if (Math.random() * TIDY_ONE_IN < 1) await this.database.query(FORGET_OLD);
    return {
      succeeded: async () => {
        await this.database.query(FORGET_ACCOUNT, [account]);
        await this.limits.forgiveAddress();
      },
      failed: async (refusal) => {
        this.metrics.signIn(refusal.status === 400 ? 'refused' : 'throttled');
        // Only a wrong password counts, not a Cognito that could not be asked.
        if (refusal instanceof BadRequest) return;
        await this.database.query(UNCOUNT_ATTEMPT, [account]);
        await this.limits.forgiveAddress();
      },
    };
  }

  private async timeLeft(account: string): Promise<number> {
    const { rows } = await this.database.query<{ seconds: number }>(TIME_LEFT, [account]);
    return Math.max(1, rows[0]?.seconds ?? 1);
  }

  private async refuseAfter(seconds: number | null): Promise<void> {
    if (seconds === null) return;
    this.metrics.signIn('throttled');
    throw throttled(seconds);
  }
}
