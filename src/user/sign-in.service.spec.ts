import { describe, expect, it } from '@jest/globals';
import type { AuthOutput, CognitoClient } from '../platform/cognito/cognito-client.ts';
import type { Problem } from '../platform/http/problem.ts';
import type { Metrics } from '../platform/metrics/metrics.ts';
import type { SignInLimiter } from './sign-in-limiter.ts';
import { SignInService } from './sign-in.service.ts';

/** A service whose Cognito answers, or fails with, what it is given. */
function serviceWith(answer: () => Promise<AuthOutput>): { service: SignInService; ended: string[] } {
  const ended: string[] = [];
  const attempt = {
    succeeded: () => Promise.resolve(void ended.push('succeeded')),
    failed: (refusal: Problem) => Promise.resolve(void ended.push(`failed ${refusal.status}`)),
  };
  const service = new SignInService(
    { signIn: answer } as unknown as CognitoClient,
    { begin: () => Promise.resolve(attempt) } as unknown as SignInLimiter,
    undefined as never,
    undefined as never,
    { signIn: () => undefined } as unknown as Metrics,
    undefined as never,
  );
  return { service, ended };
}

const failure =
  (name: string, message = '') =>
  () =>
    Promise.reject(Object.assign(new Error(message), { name }));
const login = { email: 'alice@example.com', password: 'x' };
const $metadata = {};

describe('SignInService.login', () => {
  it.each(['SOFTWARE_TOKEN_MFA', 'SMS_MFA', 'MFA_SETUP', 'SELECT_CHALLENGE'] as const)(
    'names the challenge %s, which it does not support',
    async (ChallengeName) => {
      const { service } = serviceWith(() => Promise.resolve({ $metadata, ChallengeName, Session: 's' }));
      await expect(service.login(login)).rejects.toMatchObject({
        status: 400,
        code: 'user/unsupported_challenge',
        message: expect.stringContaining(ChallengeName),
      });
    },
  );

  it('goes by the name of the challenge, not by the absence of an error', async () => {
    const { service } = serviceWith(() =>
      Promise.resolve({
        $metadata,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: 's',
        ChallengeParameters: { USER_ID_FOR_SRP: 'the-real-name' },
      }),
    );
    await expect(service.login(login)).resolves.toMatchObject({
      challenge: 'NEW_PASSWORD_REQUIRED',
      access_token: null,
    });
  });

  it.each([
    ['NotAuthorizedException', 'Incorrect username or password.', 400, 'user/invalid_credentials'],
    ['NotAuthorizedException', 'User is disabled.', 400, 'user/invalid_credentials'],
    ['NotAuthorizedException', 'Password attempts exceeded', 429, 'user/too_many_attempts'],
    ['UserNotFoundException', 'User does not exist.', 400, 'user/invalid_credentials'],
    ['UserNotConfirmedException', 'User is not confirmed.', 400, 'user/invalid_credentials'],
    ['PasswordResetRequiredException', 'Password reset required', 400, 'user/invalid_credentials'],
    ['TooManyRequestsException', 'Rate exceeded', 429, 'user/too_many_attempts'],
    ['InvalidParameterException', 'Auth flow not enabled for this client', 503, 'service/unavailable'],
    ['ResourceNotFoundException', 'User pool client does not exist.', 503, 'service/unavailable'],
    [
      'AccessDeniedException',
      'not authorized to perform: cognito-idp:AdminInitiateAuth',
      503,
      'service/unavailable',
    ],
    ['CredentialsProviderError', 'Could not load credentials', 503, 'service/unavailable'],
    ['TimeoutError', 'socket timed out', 503, 'service/unavailable'],
    ['UserLambdaValidationException', 'PreAuthentication failed', 503, 'service/unavailable'],
  ])('answers %s (%s) with %i %s, and tells the limiter', async (name, message, status, code) => {
    const { service, ended } = serviceWith(failure(name, message));
    await expect(service.login(login)).rejects.toMatchObject({ status, code });
    expect(ended).toEqual([`failed ${status}`]);
  });

  it('does not pass on what Cognito said', async () => {
    const { service } = serviceWith(failure('NotAuthorizedException', 'User is disabled.'));
    await expect(service.login(login)).rejects.not.toThrow(/disabled/);
  });
});
