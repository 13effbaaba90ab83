import { afterEach, expect, it } from '@jest/globals';
import type { LocalCognito, PreTokenGeneration, PreTokenGenerationEvent } from '../src/index.ts';
import { claimsOf, refused } from './support/expect.ts';
import {
  completeSignIn,
  confirmAda,
  EMAIL,
  PASSWORD,
  POOL,
  sdkOf,
  startHosted,
  TEMPORARY,
} from './support/hosted.ts';

let local: LocalCognito;
let events: PreTokenGenerationEvent[] = [];
afterEach(() => local.close());

async function start(preTokenGeneration: PreTokenGeneration): Promise<void> {
  events = [];
  local = await startHosted({
    preTokenGeneration: (event) => {
      events.push(structuredClone(event));
      return preTokenGeneration(event);
    },
  });
}

const initiate = (password: string) =>
  sdkOf(local).adminInitiateAuth({
    UserPoolId: POOL,
    ClientId: 'backend',
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: EMAIL, PASSWORD: password },
    ClientMetadata: { from: 'initiate' },
  });

/** The example of the AWS page: the tenant of the user goes into the access token. */
const tenantIntoAccessToken: PreTokenGeneration = (event) => {
  const tenant = event.request.userAttributes['custom:tenant_id'];
  event.response.claimsAndScopeOverrideDetails = {
    accessTokenGeneration: { claimsToAddOrOverride: { tenant_id: tenant }, scopesToAdd: ['items'] },
  };
  return event;
};

it('adds claims and scopes to the access token', async () => {
  await start(tenantIntoAccessToken);
  await confirmAda(local);
  const { AuthenticationResult } = await initiate(PASSWORD);
  const claims = claimsOf(AuthenticationResult?.AccessToken ?? '');
  expect(claims['tenant_id']).toBe('tenant_a');
  expect(claims['scope']).toBe('aws.cognito.signin.user.admin items');
  expect(claimsOf(AuthenticationResult?.IdToken ?? '')).not.toHaveProperty('tenant_id');
});

it('gets the event of version 2', async () => {
  await start(tenantIntoAccessToken);
  await confirmAda(local);
  await initiate(PASSWORD);
  expect(events).toEqual([
    {
      version: '2',
      triggerSource: 'TokenGeneration_Authentication',
      region: 'ap-northeast-1',
      userPoolId: POOL,
      userName: expect.any(String),
      callerContext: { awsSdkVersion: expect.any(String), clientId: 'backend' },
      request: {
        userAttributes: {
          sub: expect.any(String),
          email: EMAIL,
          email_verified: 'true',
          name: 'Ada',
          'custom:tenant_id': 'tenant_a',
          'cognito:user_status': 'CONFIRMED',
        },
        groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
        scopes: ['aws.cognito.signin.user.admin'],
      },
      response: { claimsAndScopeOverrideDetails: null },
    },
  ]);
});

it('runs for every way to tokens, and gets ClientMetadata from the challenge and the refresh', async () => {
  await start((event) => event);
  const sdk = sdkOf(local);
  const { Session, ChallengeParameters } = await initiate(TEMPORARY);
  const { AuthenticationResult } = await sdk.adminRespondToAuthChallenge({
    UserPoolId: POOL,
    ClientId: 'backend',
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session,
    ChallengeResponses: { USERNAME: ChallengeParameters?.['USER_ID_FOR_SRP'] ?? '', NEW_PASSWORD: PASSWORD },
    ClientMetadata: { from: 'challenge' },
  });
  await sdk.getTokensFromRefreshToken({
    ClientId: 'backend',
    RefreshToken: AuthenticationResult?.RefreshToken,
    ClientMetadata: { from: 'refresh' },
  });
  await initiate(PASSWORD);
  await completeSignIn(local);
  expect(
    events.map(({ triggerSource, request }) => [triggerSource, request.clientMetadata?.['from']]),
  ).toEqual([
    ['TokenGeneration_NewPasswordChallenge', 'challenge'],
    ['TokenGeneration_RefreshTokens', 'refresh'],
    ['TokenGeneration_Authentication', undefined],
    ['TokenGeneration_HostedAuth', undefined],
  ]);
});

it('cannot change the protected claims', async () => {
  const forged = Object.fromEntries(
    'sub iss aud client_id token_use exp iat jti origin_jti event_id auth_time username cognito:username cognito:x'
      .split(' ')
      .map((name) => [name, 'forged']),
  );
  await start((event) => {
    const changes = { claimsToAddOrOverride: forged, claimsToSuppress: Object.keys(forged) };
    event.response.claimsAndScopeOverrideDetails = {
      idTokenGeneration: changes,
      accessTokenGeneration: changes,
    };
    return event;
  });
  await confirmAda(local);
  const { AuthenticationResult } = await initiate(PASSWORD);
  for (const token of [AuthenticationResult?.AccessToken, AuthenticationResult?.IdToken]) {
    const claims = claimsOf(token ?? '');
    expect(Object.values(claims)).not.toContain('forged');
    expect(claims).toMatchObject({
      sub: expect.any(String),
      iss: local.issuer(POOL),
      exp: expect.any(Number),
    });
  }
});

it('may override ID token claims and the groups', async () => {
  await start(async (event) => {
    await Promise.resolve();
    event.response.claimsAndScopeOverrideDetails = {
      idTokenGeneration: { claimsToAddOrOverride: { plan: { seats: 3 } }, claimsToSuppress: ['email'] },
      groupOverrideDetails: { groupsToOverride: ['auditors'] },
    };
    return event;
  });
  await confirmAda(local);
  const claims = claimsOf((await initiate(PASSWORD)).AuthenticationResult?.IdToken ?? '');
  expect(claims).toMatchObject({ plan: { seats: 3 }, 'cognito:groups': ['auditors'] });
  expect(claims).not.toHaveProperty('email');
});

it('that throws makes the sign-in fail', async () => {
  await start(() => {
    throw new Error('no tenant');
  });
  await confirmAda(local);
  await refused(initiate(PASSWORD), 'UserLambdaValidationException', /no tenant/);
});
