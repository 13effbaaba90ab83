import { cognitoErrorName, cognitoFailure } from '../platform/cognito/cognito-failure.ts';
import { TooManyRequests, type Problem } from '../platform/http/problem.ts';
import { invalidCredentials } from './user-problems.ts';

const REFUSED = new Set([
  'NotAuthorizedException',
  'UserNotFoundException',
  'UserNotConfirmedException',
  'PasswordResetRequiredException',
]);

/** What a failed password sign-in is to the caller. */
export function signInRefusal(error: unknown): Problem {
  const name = cognitoErrorName(error);
  if (name === 'TooManyRequestsException') return throttled(5, error);
  // The one case that the name does not tell: a lock-out of Cognito itself. Its message may change;
  // then the answer is the one for a wrong password.
  if (name === 'NotAuthorizedException' && /attempts exceeded/i.test(String(error)))
    return throttled(30, error);
  return REFUSED.has(name) ? invalidCredentials(error) : cognitoFailure(error);
}

export function throttled(retryAfterSeconds: number, cause?: unknown): TooManyRequests {
  return new TooManyRequests(
    'user/too_many_attempts',
    'Too many attempts to sign in. Try again later.',
    retryAfterSeconds,
    { cause },
  );
}
