import { BadRequest, Forbidden, TooManyRequests, type Problem } from '../platform/http/problem.ts';
import { cognitoErrorName, cognitoFailure } from '../platform/cognito/cognito-failure.ts';

type Meaning = (cause?: unknown) => Problem;

/**
 * One answer for an unknown user, a wrong password, a disabled, unconfirmed or reset account:
 * which of them it was is nobody's business but the owner's, who is told what to try.
 */
export const invalidCredentials: Meaning = (cause) =>
  new BadRequest('user/invalid_credentials', 'The e-mail or the password is not right.', { cause });

export const invalidRefreshToken: Meaning = (cause) =>
  new BadRequest('user/invalid_refresh_token', 'The refresh token is not valid any more. Sign in again.', {
    cause,
  });

export const invalidCode: Meaning = (cause) =>
  new BadRequest('user/invalid_code', 'The code is not right or has expired. Ask for a new one.', { cause });

export const invalidAttributes: Meaning = (cause) =>
  new BadRequest('user/invalid_attributes', 'An attribute does not exist or may not be set here.', { cause });

/** Cognito's message is the rule that was broken: "Password did not conform with policy: Password must have …". */
export const passwordPolicy: Meaning = (cause) => {
  const rule = cause instanceof Error ? cause.message : '';
  return new BadRequest(
    'user/password_policy',
    rule || 'The new password does not follow the password policy.',
    {
      cause,
      errors: [{ field: 'new_password', message: rule || 'does not follow the password policy' }],
    },
  );
};

export function unsupportedChallenge(name: string): Problem {
  return new BadRequest(
    'user/unsupported_challenge',
    `Signing in needs the challenge ${name}, which this API does not support.`,
  );
}

export function scopeMissing(): Problem {
  return new Forbidden(
    'user/scope_missing',
    'This token may not change the account. Sign in through this API, or ask the hosted login for that scope.',
  );
}

export function tooManyCodes(retryAfterSeconds = 600): Problem {
  return new TooManyRequests(
    'user/too_many_attempts',
    'Too many codes were tried. Try again later.',
    retryAfterSeconds,
  );
}

/** The policy's refusals, the same for every call that sets a password. */
export const PASSWORD_REFUSALS: Readonly<Record<string, Meaning>> = {
  InvalidPasswordException: passwordPolicy,
  PasswordHistoryPolicyViolationException: passwordPolicy,
};

/**
 * Makes a call of Cognito, giving the refusals it expects their meaning.
 * @throws {Problem} the meaning by the error's name; anything else as 429 or 503
 */
export async function meaning<T>(refusals: Readonly<Record<string, Meaning>>, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const name = cognitoErrorName(error);
    const refusal = Object.hasOwn(refusals, name) ? refusals[name] : undefined;
    throw refusal?.(error) ?? cognitoFailure(error);
  }
}
