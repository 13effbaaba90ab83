import { notAuthorized } from '../errors.ts';
import type { Attempts, Pool } from '../store/model.ts';

const FREE_FAILURES = 5;
const LONGEST_LOCK_S = 15 * 60;
const QUIET_MS = 15 * 60 * 1000;
const REMEMBERED = 10_000;

/**
 * After five failures one second, doubling with each further one to 15 minutes; 15 quiet minutes forget all
 * (DG amazon-cognito-user-pools-authentication-flow.html). Names nobody has are locked too, so that a lock-out
 * does not tell who exists. Attempts during the lock-out do not extend it.
 * @throws NotAuthorizedException while locked
 */
export function assertNotLocked(pool: Pool, account: string, now: number): void {
  const attempts = pool.attempts.get(account);
  if (attempts && now < attempts.lockedUntil) throw notAuthorized('Password attempts exceeded');
}

export function countFailure(pool: Pool, account: string, now: number): void {
  const known = pool.attempts.get(account);
  const attempts: Attempts =
    known && now - known.lastFailureAt < QUIET_MS ? known : { failures: 0, lastFailureAt: 0, lockedUntil: 0 };
  attempts.failures += 1;
  attempts.lastFailureAt = now;
  if (attempts.failures >= FREE_FAILURES) {
    attempts.lockedUntil = now + Math.min(2 ** (attempts.failures - FREE_FAILURES), LONGEST_LOCK_S) * 1000;
  }
  // Newest last, so that a flood of invented names pushes out the oldest.
  pool.attempts.delete(account);
  pool.attempts.set(account, attempts);
  for (const oldest of pool.attempts.keys()) {
    if (pool.attempts.size <= REMEMBERED) break;
    pool.attempts.delete(oldest);
  }
}

export function clearFailures(pool: Pool, account: string): void {
  pool.attempts.delete(account);
}
