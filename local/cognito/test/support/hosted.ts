import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import * as oidc from 'openid-client';
import { startLocalCognito, type LocalCognito, type LocalCognitoOptions } from '../../src/index.ts';
import { Browser, type PageView } from './browser.ts';

export const POOL = 'ap-northeast-1_Hosted';
export const CALLBACK = 'http://localhost:3000/callback';
export const SIGNED_OUT = 'http://localhost:3000/bye';
export const EMAIL = 'ada@example.com';
export const PASSWORD = 'Passw0rd!';
export const TEMPORARY = 'Temp0rary!';
export const SECRET = 'a-secret-of-the-web-client';

const readAttributes = ['email', 'email_verified', 'name', 'custom:tenant_id'];
const web = {
  callbackUrls: [CALLBACK],
  logoutUrls: [SIGNED_OUT],
  explicitAuthFlows: [],
  readAttributes,
  scopes: ['openid', 'email', 'profile'],
};

/** A stand-in with a public and a secret client of the hosted UI, and Ada. */
export async function startHosted(options: LocalCognitoOptions = {}): Promise<LocalCognito> {
  const local = await startLocalCognito({
    hooks: true,
    ...options,
    pools: [
      {
        id: POOL,
        name: 'hosted',
        customAttributes: ['tenant_id'],
        clients: [
          { ...web, id: 'public', name: 'public', scopes: [...web.scopes, 'aws.cognito.signin.user.admin'] },
          {
            ...web,
            id: 'secretive',
            name: 'secretive',
            secret: SECRET,
            refreshTokenRotation: { graceSeconds: 0 },
          },
          { ...web, id: 'half-blind', name: 'half-blind', readAttributes: ['email'] },
          { id: 'backend', name: 'backend', explicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] },
        ],
      },
    ],
  });
  const sdk = sdkOf(local);
  const UserAttributes = Object.entries({
    email_verified: 'true',
    name: 'Ada',
    'custom:tenant_id': 'tenant_a',
  });
  await sdk.adminCreateUser({
    UserPoolId: POOL,
    Username: EMAIL,
    TemporaryPassword: TEMPORARY,
    UserAttributes: UserAttributes.map(([Name, Value]) => ({ Name, Value })),
  });
  return local;
}

export function sdkOf(local: LocalCognito): CognitoIdentityProvider {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new CognitoIdentityProvider({ region: 'ap-northeast-1', endpoint: local.url, credentials });
}

export async function confirmAda(local: LocalCognito): Promise<void> {
  const password = { Password: PASSWORD, Permanent: true };
  await sdkOf(local).adminSetUserPassword({ UserPoolId: POOL, Username: EMAIL, ...password });
}

/** An authorization request with everything a careful client sends. */
export interface Attempt {
  readonly config: oidc.Configuration;
  readonly url: URL;
  readonly checks: { pkceCodeVerifier: string; expectedState: string; expectedNonce: string };
}

export async function prepare(
  local: LocalCognito,
  clientId = 'public',
  parameters: Record<string, string> = {},
): Promise<Attempt> {
  const secret = clientId === 'secretive' ? SECRET : undefined;
  const authentication = secret === undefined ? oidc.None() : oidc.ClientSecretBasic(secret);
  const insecure = { execute: [oidc.allowInsecureRequests] };
  const config = await oidc.discovery(
    new URL(local.issuer(POOL)),
    clientId,
    secret,
    authentication,
    insecure,
  );
  const checks = {
    pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
    expectedState: oidc.randomState(),
    expectedNonce: oidc.randomNonce(),
  };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid email profile',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...parameters,
  });
  return { config, url, checks };
}

/** Signs in at the login page; answers what comes after it. */
export async function signInAt(browser: Browser, url: URL, password = PASSWORD): Promise<PageView> {
  const login = await browser.follow(url);
  return browser.submit(login, { username: EMAIL, password });
}

/** The whole way: authorize, log in, exchange the code. */
export async function completeSignIn(local: LocalCognito, clientId = 'public', parameters = {}) {
  const attempt = await prepare(local, clientId, parameters);
  const { location } = await signInAt(new Browser(), attempt.url);
  if (!location) throw new Error('the login did not lead back to the client');
  const tokens = await oidc.authorizationCodeGrant(attempt.config, location, attempt.checks);
  return { ...attempt, callback: location, tokens };
}
