import { createSign, randomUUID, type KeyObject } from 'node:crypto';
import type { Environment, TokenUse } from '../../src/platform/config/environment.ts';
import { startJwksServer, type JwksServer } from './jwks-server.ts';
import { createTestKey, type TestKey } from './signing-keys.ts';

export const CLIENT_ID = '4example23456789abcdefghij';
export const WEB_CLIENT_ID = '5example23456789abcdefghij';
const ISSUER = 'https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_Example01';

type Json = Readonly<Record<string, unknown>>;

export interface TokenRequest {
  /** `access` by default. */
  readonly use?: TokenUse;
  /** Replaces claims; `undefined` removes one. */
  readonly claims?: Json;
  /** Replaces header parameters; `undefined` removes one. */
  readonly header?: Json;
  readonly key?: TestKey;
}

/** A user pool's token side: real keys, a real key endpoint, real RS256 tokens. */
export interface TokenFactory extends AsyncDisposable {
  readonly issuer: string;
  /** The pool's two keys. Cognito signs access and ID tokens with different ones. */
  readonly keys: Readonly<Record<TokenUse, TestKey>>;
  readonly jwks: JwksServer;
  /** The application's settings for this pool. */
  readonly environment: Environment;
  sign(request?: TokenRequest): string;
}

export async function createTokenFactory(): Promise<TokenFactory> {
  const keys = { access: createTestKey('access-key='), id: createTestKey('id-key=') };
  const jwks = await startJwksServer([keys.access, keys.id]);
  return {
    issuer: ISSUER,
    keys,
    jwks,
    environment: environmentFor(jwks.uri),
    sign({ use = 'access', claims = {}, header = {}, key = keys[use] } = {}) {
      const payload = { ...cognitoClaims(use), ...claims };
      return signRaw(
        JSON.stringify({ kid: key.kid, alg: 'RS256', ...header }),
        JSON.stringify(payload),
        key.privateKey,
      );
    },
    [Symbol.asyncDispose]: () => jwks[Symbol.asyncDispose](),
  };
}

function environmentFor(jwksUri: string): Environment {
  return {
    production: false,
    port: 0,
    processes: 1,
    metricsPort: undefined,
    logLevel: 'silent',
    corsAllowedOrigins: [],
    trustedProxies: [],
    databaseUrl: '',
    newSignInAlerts: false,
    databasePoolSize: 1,
    cognito: {
      region: 'ap-northeast-1',
      userPoolId: 'ap-northeast-1_Example01',
      clientId: CLIENT_ID,
      clientSecret: undefined,
      acceptedClientIds: new Set([CLIENT_ID, WEB_CLIENT_ID]),
      issuer: ISSUER,
      jwksUri,
      domain: undefined,
      swaggerClientId: undefined,
      preferredTokenUse: 'access',
    },
    tenancy: {
      enabled: true,
      mode: 'header',
      header: 'x-tenant-id',
      strict: true,
      mainDomain: undefined,
      claims: ['custom:tenant_id', 'tenant_id'],
    },
    mail: undefined,
    allowPrivateWebhooks: false,
  };
}

/** Signs any two texts, also such as no honest issuer would write. */
export function signRaw(
  header: string,
  payload: string | Buffer,
  key: KeyObject,
  digest = 'RSA-SHA256',
): string {
  const input = `${base64url(header)}.${base64url(payload)}`;
  return `${input}.${createSign(digest).update(input).sign(key, 'base64url')}`;
}

export function base64url(content: string | Buffer): string {
  return Buffer.from(content).toString('base64url');
}

/** The claims that Cognito writes (developer guide, "Understanding the access token" and "the identity token"). */
export function cognitoClaims(use: TokenUse): Json {
  const now = Math.floor(Date.now() / 1_000);
  const subject = '0f2a6c1e-7001-70aa-1234-5b6c7d8e9f00';
  const common = {
    sub: subject,
    iss: ISSUER,
    origin_jti: randomUUID(),
    jti: randomUUID(),
    event_id: randomUUID(),
    auth_time: now,
    iat: now,
    exp: now + 3_600,
    token_use: use,
  };
  return use === 'access'
    ? { ...common, client_id: CLIENT_ID, scope: 'aws.cognito.signin.user.admin', username: subject }
    : {
        ...common,
        aud: CLIENT_ID,
        'cognito:username': subject,
        email: 'alice@example.com',
        email_verified: true,
        'custom:tenant_id': 'tenant_a',
      };
}
