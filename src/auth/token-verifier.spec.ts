import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeSignOutStore } from '../../test/support/sign-outs.ts';
import { createTokenFactory, WEB_CLIENT_ID, type TokenFactory } from '../../test/support/tokens.ts';
import type { Environment } from '../platform/config/environment.ts';
import { Unauthorized, Unavailable } from '../platform/http/problem.ts';
import { SignOuts } from './sign-outs.ts';
import { SigningKeys } from './signing-keys.ts';
import { TokenVerifier } from './token-verifier.ts';
import { VerifiedTokens } from './verified-tokens.ts';

describe('TokenVerifier', () => {
  let pool: TokenFactory;
  let store: FakeSignOutStore;
  let signOuts: SignOuts;
  let verifier: TokenVerifier;
  const build = (environment: Environment) => {
    const keys = new SigningKeys({ uri: environment.cognito.jwksUri });
    return new TokenVerifier(environment, keys, new VerifiedTokens(keys), signOuts);
  };

  beforeEach(async () => {
    pool = await createTokenFactory();
    store = new FakeSignOutStore();
    signOuts = new SignOuts(store);
    verifier = build(pool.environment);
  });

  afterEach(async () => pool[Symbol.asyncDispose]());

  describe('refuses to be built', () => {
    it.each([
      ['issuer', { issuer: '' }],
      ['client ids', { acceptedClientIds: new Set<string>() }],
      ['client ids', { acceptedClientIds: new Set(['']) }],
    ])('without %s', (missing, changes) => {
      const { environment } = pool;
      expect(() => build({ ...environment, cognito: { ...environment.cognito, ...changes } })).toThrow(
        missing,
      );
    });

    it('without the name of a tenant claim', () => {
      const { environment } = pool;
      const tenancy = { ...environment.tenancy, claims: [] };
      expect(() => build({ ...environment, tenancy })).toThrow('tenant claim');
    });
  });

  it('tells who an access token belongs to', async () => {
    const now = Math.floor(Date.now() / 1_000);
    const claims = { origin_jti: 'family', 'cognito:groups': ['platform-admin'], iat: now, exp: now + 60 };
    const token = pool.sign({ claims });
    expect(await verifier.verify(token, ['access'])).toEqual({
      issuer: pool.issuer,
      subject: '0f2a6c1e-7001-70aa-1234-5b6c7d8e9f00',
      username: '0f2a6c1e-7001-70aa-1234-5b6c7d8e9f00',
      tokenUse: 'access',
      clientId: pool.environment.cognito.clientId,
      email: null,
      groups: ['platform-admin'],
      tenantClaim: null,
      signInId: 'family',
      issuedAt: now,
      expiresAt: now + 60,
    });
  });

  it('tells more of an ID token', async () => {
    const token = pool.sign({ use: 'id', claims: { aud: WEB_CLIENT_ID, 'cognito:username': 'alice' } });
    expect(await verifier.verify(token, ['access', 'id'])).toMatchObject({
      tokenUse: 'id',
      username: 'alice',
      email: 'alice@example.com',
      clientId: WEB_CLIENT_ID,
      tenantClaim: 'tenant_a',
    });
    expect(verifier.readIdToken(token)).toMatchObject({ username: 'alice' });
  });

  it.each([
    [{ 'custom:tenant_id': 'one', tenant_id: 'two' }, 'one'],
    [{ 'custom:tenant_id': undefined, tenant_id: 'two' }, 'two'],
    [{ 'custom:tenant_id': 'NOT ill-formed to us', tenant_id: 'two' }, 'NOT ill-formed to us'],
    [{ 'custom:tenant_id': undefined }, null],
  ])('takes the first tenant claim of %j', async (claims, tenantClaim) => {
    expect(await verifier.verify(pool.sign({ use: 'id', claims }), ['id'])).toMatchObject({ tenantClaim });
  });

  it.each([
    [{ origin_jti: 'o', jti: 'j' }, 'o'],
    [{ origin_jti: undefined, jti: 'j' }, 'j'],
    [{ origin_jti: undefined, jti: undefined, auth_time: 7 }, 'auth_time:7'],
  ])('names the sign-in by %j', async (claims, signInId) => {
    expect(await verifier.verify(pool.sign({ claims }), ['access'])).toMatchObject({ signInId });
  });

  it('takes only the uses that the route wants, remembered or not', async () => {
    const token = pool.sign();
    for (let n = 0; n < 2; n += 1) {
      await expect(verifier.verify(token, ['id'])).rejects.toThrow(Unauthorized);
      await expect(verifier.verify(token, [])).rejects.toThrow(Unauthorized);
      expect(await verifier.verify(token, ['id', 'access'])).toBeDefined();
    }
    expect(() => verifier.readIdToken(token)).toThrow(Unauthorized);
  });

  it('reads an ID token that Cognito returned without asking for its key, but not one of others', () => {
    pool.jwks.mode = 'error500';
    expect(verifier.readIdToken(pool.sign({ use: 'id' }))).toMatchObject({ tokenUse: 'id' });
    for (const claims of [{ iss: 'https://elsewhere' }, { aud: 'another-client' }, { token_use: 'access' }]) {
      expect(() => verifier.readIdToken(pool.sign({ use: 'id', claims }))).toThrow(Unauthorized);
    }
    for (const text of ['', 'x', 'a.b.c', 'a.bnVsbA.c']) expect(() => verifier.readIdToken(text)).toThrow();
  });

  it('says that it cannot decide when the keys cannot be had', async () => {
    pool.jwks.mode = 'error500';
    await expect(verifier.verify(pool.sign(), ['access'])).rejects.toThrow(Unavailable);
  });

  it('refuses a remembered token once its user signed out, with 503 where that cannot be told', async () => {
    const token = pool.sign();
    const principal = await verifier.verify(token, ['access']);
    await signOuts.signOutThis(principal);
    await expect(verifier.verify(token, ['access'])).rejects.toThrow(Unauthorized);

    store.down = true;
    const blind = new TokenVerifier(
      pool.environment,
      new SigningKeys({ uri: pool.jwks.uri }),
      new VerifiedTokens(new SigningKeys({ uri: pool.jwks.uri })),
      new SignOuts(store),
    );
    await expect(blind.verify(pool.sign(), ['access'])).rejects.toThrow(Unavailable);
  });

  it('never quotes the token in the reason', async () => {
    const secret = Buffer.from('{"alg":"RS256","sec').toString('base64url');
    const error: unknown = await verifier
      .verify(`${secret}.e30.AAAA`, ['access'])
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Unauthorized);
    const { reason, cause } = error as Unauthorized;
    expect(reason).not.toContain('sec');
    expect(cause).toBeUndefined();
  });
});
