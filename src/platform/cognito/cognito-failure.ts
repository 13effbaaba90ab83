import { TooManyRequests, Unavailable, type Problem } from '../http/problem.ts';

/** Cognito's own name of what went wrong. Branch on it alone: HTTP statuses and messages are not stable. */
export function cognitoErrorName(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

const THROTTLED = new Set(['TooManyRequestsException', 'ThrottlingException', 'RequestLimitExceeded']);
const LIMITED = new Set(['LimitExceededException', 'TooManyFailedAttemptsException']);

/**
 * What the caller is told when Cognito refused for a reason the call did not expect, is throttled or unreachable:
 * 429 for limits of the one user, else 503. A misconfigured client or a missing permission is 503 as well, and stands
 * in the log: the caller cannot mend it.
 */
export function cognitoFailure(error: unknown): Problem {
  const name = cognitoErrorName(error);
  if (LIMITED.has(name)) {
    return new TooManyRequests('user/too_many_attempts', 'Too many attempts. Try again later.', 900, {
      cause: error,
    });
  }
  return new Unavailable('cognito', error, THROTTLED.has(name) ? 5 : 2);
}
