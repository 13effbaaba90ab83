import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jsonwebtoken from 'jsonwebtoken';
import type { AppClient, SignedIn } from '../support/app-client.ts';
import { claimsOf, headerOf, refused } from '../support/expect.ts';
import { localRule, Stage, type TestUser } from '../support/stage.ts';

let stage: Stage;
let client: AppClient;
let user: TestUser;
let tokens: SignedIn;
beforeAll(async () => {
  stage = await Stage.open();
  client = await stage.client();
  user = await stage.user({ attributes: { name: 'Ada', 'custom:tenant_id': 'tenant_a' } });
  tokens = await client.signIn(user);
});
afterAll(() => stage.close());

async function keys(): Promise<(JsonWebKey & { kid: string })[]> {
  const response = await fetch(`${stage.issuer}/.well-known/jwks.json`);
  return ((await response.json()) as { keys: (JsonWebKey & { kid: string })[] }).keys;
}

describe('signatures', () => {
  it('are RS256 by a published key', async () => {
    for (const token of [tokens.access, tokens.id]) {
      const jwk = (await keys()).find(({ kid }) => kid === headerOf(token)['kid']);
      const key = createPublicKey({ key: jwk ?? {}, format: 'jwk' });
      expect(() =>
        jsonwebtoken.verify(token, key, { algorithms: ['RS256'], issuer: stage.issuer }),
      ).not.toThrow();
    }
  });

  it('have a header of kid and alg alone', () => {
    expect(headerOf(tokens.access)).toEqual({ kid: expect.any(String), alg: 'RS256' });
  });

  it('of access and ID tokens are by different keys', () => {
    expect(headerOf(tokens.access)['kid']).not.toBe(headerOf(tokens.id)['kid']);
  });

  it('have two keys of 2048 bits, published without private parts', async () => {
    const published = await keys();
    expect(published.length).toBeGreaterThanOrEqual(2);
    for (const jwk of published) {
      expect(Object.keys(jwk).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
      expect(Buffer.from(String(jwk['n']), 'base64url')).toHaveLength(256);
    }
  });

  it('do not fit a changed payload', async () => {
    const [header, , signature = ''] = tokens.access.split('.');
    const forged = Buffer.from(JSON.stringify({ ...claimsOf(tokens.access), sub: 'x' })).toString(
      'base64url',
    );
    const jwk = (await keys()).find(({ kid }) => kid === headerOf(tokens.access)['kid']);
    const key = createPublicKey({ key: jwk ?? {}, format: 'jwk' });
    const content = Buffer.from(`${header}.${forged}`);
    expect(verify('RSA-SHA256', content, key, Buffer.from(signature, 'base64url'))).toBe(false);
    await refused(
      stage.visitor.getUser({ AccessToken: `${content.toString()}.${signature}` }),
      'NotAuthorizedException',
    );
  });

  localRule(
    'go on by new keys after a rotation, while the old ones stay published',
    'it cannot be asked for',
    async () => {
      await stage.local.rotateKeys({ userPoolId: stage.poolId });
      const after = await client.signIn(user);
      expect(headerOf(after.access)['kid']).not.toBe(headerOf(tokens.access)['kid']);
      const kids = (await keys()).map(({ kid }) => kid);
      expect(kids).toEqual(
        expect.arrayContaining([headerOf(after.access)['kid'], headerOf(tokens.access)['kid']]),
      );
      expect((await stage.visitor.getUser({ AccessToken: tokens.access })).Username).toBe(user.username);
    },
  );
});

describe('the access token', () => {
  it('has the claims of the service and nothing about the person', () => {
    expect(claimsOf(tokens.access)).toEqual({
      sub: user.username,
      iss: stage.issuer,
      client_id: client.id,
      origin_jti: expect.any(String),
      event_id: expect.any(String),
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      auth_time: expect.any(Number),
      iat: expect.any(Number),
      exp: expect.any(Number),
      jti: expect.any(String),
      username: user.username,
    });
  });

  it('has no aud', () => {
    expect(claimsOf(tokens.access)).not.toHaveProperty('aud');
  });

  it('lives an hour by default', () => {
    const { exp, iat } = claimsOf(tokens.access);
    expect(Number(exp) - Number(iat)).toBe(3600);
    expect(tokens.expiresIn).toBe(3600);
  });

  it('lives as long as the client says', async () => {
    const short = await stage.client({
      AccessTokenValidity: 5,
      TokenValidityUnits: { AccessToken: 'minutes' },
    });
    const { access, expiresIn } = await short.signIn(user);
    expect(Number(claimsOf(access)['exp']) - Number(claimsOf(access)['iat'])).toBe(300);
    expect(expiresIn).toBe(300);
  });

  localRule('is refused by the service once it is over', 'it takes an hour', async () => {
    const { access } = await client.signIn(user);
    await stage.later(3601, async () => {
      await refused(stage.visitor.getUser({ AccessToken: access }), 'NotAuthorizedException', /expired/);
    });
  });
});

describe('the ID token', () => {
  it('is for the client and names the user', () => {
    expect(claimsOf(tokens.id)).toMatchObject({
      aud: client.id,
      token_use: 'id',
      'cognito:username': user.username,
      sub: user.username,
      iss: stage.issuer,
      email: user.email,
      name: 'Ada',
    });
  });

  it('has email_verified as a boolean', () => {
    expect(claimsOf(tokens.id)['email_verified']).toBe(true);
  });

  it('has neither client_id nor scope nor username', () => {
    const claims = claimsOf(tokens.id);
    for (const name of ['client_id', 'scope', 'username']) expect(claims).not.toHaveProperty(name);
  });

  it('shares origin_jti and event_id with the access token, not jti', () => {
    const [access, id] = [claimsOf(tokens.access), claimsOf(tokens.id)];
    expect(id).toMatchObject({ origin_jti: access['origin_jti'], event_id: access['event_id'] });
    expect(id['jti']).not.toBe(access['jti']);
  });

  it('has no custom attribute by default', () => {
    expect(claimsOf(tokens.id)).not.toHaveProperty('custom:tenant_id');
  });

  it('has a custom attribute where the client may read it', async () => {
    const reader = await stage.client({ ReadAttributes: ['email', 'custom:tenant_id'] });
    expect(claimsOf((await reader.signIn(user)).id)['custom:tenant_id']).toBe('tenant_a');
  });

  it('has only what the client may read', async () => {
    const reader = await stage.client({ ReadAttributes: ['email'] });
    const claims = claimsOf((await reader.signIn(user)).id);
    expect(claims).toHaveProperty('email');
    for (const name of ['name', 'email_verified']) expect(claims).not.toHaveProperty(name);
  });

  it('lives as long as the client says, apart from the access token', async () => {
    const short = await stage.client({ IdTokenValidity: 10, TokenValidityUnits: { IdToken: 'minutes' } });
    const { id, access } = await short.signIn(user);
    expect(Number(claimsOf(id)['exp']) - Number(claimsOf(id)['iat'])).toBe(600);
    expect(Number(claimsOf(access)['exp']) - Number(claimsOf(access)['iat'])).toBe(3600);
  });

  it('is not accepted in place of an access token', async () => {
    await refused(
      stage.visitor.getUser({ AccessToken: tokens.id }),
      'NotAuthorizedException',
      /Access Token/,
    );
  });
});

it('the refresh token is opaque, of five parts', () => {
  expect(tokens.refresh.split('.')).toHaveLength(5);
  expect(tokens.refresh.length).toBeGreaterThan(1000);
});
