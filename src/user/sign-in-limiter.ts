import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
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
 * Lets an attempt begin, counting it before it is made, so that many at once cannot slip through: what has failed and
 * what is under way is five together at most, and from the fifth failure on one at a time. No row comes back where it
 * may not begin. Fifteen quiet minutes forget failures; an attempt does not take half a minute.
 */
const BEGIN = `
  INSERT INTO sign_in_failures AS known (account) VALUES ($1)
  ON CONFLICT (account) DO UPDATE SET
    failures = CASE WHEN known.failed_at < now() - interval '15 minutes' THEN 0 ELSE known.failures END,
    pending = CASE WHEN known.failed_at < now() - interval '30 seconds' THEN 1 ELSE known.pending + 1 END,
    failed_at = now()
  WHERE known.blocked_until <= now()
    AND (known.failures + known.pending < 5 OR known.pending = 0 OR known.failed_at < now() - interval '30 seconds')
  RETURNING known.account`;
/**
 * From the fifth failure in a row on the account is blocked, twice as long with each: what Cognito does, and a second
 * longer, so that Cognito's own lock-out, which only accounts that exist can have, does not show.
 */
const FAILED = `
  UPDATE sign_in_failures SET
    failures = failures + 1, pending = greatest(pending - 1, 0), failed_at = now(),
    blocked_until = CASE WHEN failures < 4 THEN blocked_until
      ELSE now() + make_interval(secs => 1 + least(power(2, least(failures - 4, 10)), 900)) END
  WHERE account = $1`;
const SUCCEEDED = `
  UPDATE sign_in_failures SET failures = 0, pending = greatest(pending - 1, 0), blocked_until = now()
  WHERE account = $1`;
const NOT_MADE = `UPDATE sign_in_failures SET pending = greatest(pending - 1, 0) WHERE account = $1`;
const TIME_LEFT = `
  SELECT ceil(extract(epoch FROM blocked_until - now()))::int AS seconds FROM sign_in_failures WHERE account = $1`;
const FORGET_OLD = `DELETE FROM sign_in_failures WHERE failed_at < now() - interval '1 hour'`;
/** How long an attempt waits for others of the same account to end, milliseconds. */
const PATIENCE = 10_000;
const ASK_EVERY = 50;
/** One attempt in so many tidies up behind all of them. */
const TIDY_ONE_IN = 500;

/**
 * In front of the password sign-in: per account, per address, and for all together below Cognito's quota, which is
 * shared by everybody (120 sign-ins a second). Instances share the counts.
 */
@Injectable()
export class SignInLimiter {
  /** The last of those of this process that wait to begin, by account. */
  private readonly queues = new Map<string, Promise<unknown>>();

  constructor(
    @Inject(SYSTEM_POOL) private readonly database: Pool,
    private readonly limits: RateLimits,
    private readonly metrics: Metrics,
  ) {}

  /** @throws {TooManyRequests} `user/too_many_attempts` with the time to wait */
  async begin(email: string): Promise<SignInAttempt> {
    const account = createHash('sha256').update(email.toLowerCase()).digest('hex');
    await this.mayBegin(account);
    // Whoever is refused here has tried nothing: it counts against nobody.
    await this.refuseAfter(await this.limits.signInFromAddress(), account);
    await this.refuseAfter(await this.limits.signInOfAll(), account);
    if (Math.random() * TIDY_ONE_IN < 1) await this.database.query(FORGET_OLD);
    return {
      succeeded: async () => {
        await this.database.query(SUCCEEDED, [account]);
        await this.limits.forgiveAddress();
      },
      failed: async (refusal) => {
        this.metrics.signIn(refusal.status === 400 ? 'refused' : 'throttled');
        // Only a wrong password counts, not a Cognito that could not be asked.
        const wrong = refusal instanceof BadRequest;
        await this.database.query(wrong ? FAILED : NOT_MADE, [account]);
        if (!wrong) await this.limits.forgiveAddress();
      },
    };
  }

  /**
   * Several at once may all be right: they wait for each other, and only the first in the queue asks, so that nobody
   * is overtaken until patience ends. A blocked account waits for nothing.
   */
  private mayBegin(account: string): Promise<void> {
    const end = Date.now() + PATIENCE;
    const turn = (this.queues.get(account) ?? Promise.resolve()).then(() => this.askUntil(end, account));
    const over = turn
      .catch(() => undefined)
      .then(() => {
        if (this.queues.get(account) === over) this.queues.delete(account);
      });
    this.queues.set(account, over);
    return turn;
  }

  private async askUntil(end: number, account: string): Promise<void> {
    let seconds = 0;
    while (Date.now() < end) {
      const { rowCount } = await this.database.query(BEGIN, [account]);
      if (rowCount === 1) return;
      seconds = await this.timeLeft(account);
      if (seconds > 0) break;
      await sleep(ASK_EVERY);
    }
    this.metrics.signIn('throttled');
    throw throttled(Math.max(1, seconds));
  }

  private async timeLeft(account: string): Promise<number> {
    const { rows } = await this.database.query<{ seconds: number }>(TIME_LEFT, [account]);
    return rows[0]?.seconds ?? 0;
  }

  private async refuseAfter(seconds: number | null, account: string): Promise<void> {
    if (seconds === null) return;
    await this.database.query(NOT_MADE, [account]);
    this.metrics.signIn('throttled');
    throw throttled(seconds);
  }
}
