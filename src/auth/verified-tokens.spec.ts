import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { FakeSignOutStore } from '../../test/support/sign-outs.ts';
import { createTokenFactory, type TokenFactory } from '../../test/support/tokens.ts';
import { Unauthorized } from '../platform/http/problem.ts';
import { SignOuts } from './sign-outs.ts';
import { SigningKeys } from './signing-keys.ts';
import { TokenVerifier } from './token-verifier.ts';
import { VerifiedTokens } from './verified-tokens.ts';

const HOUR = 3_600_000;

describe('VerifiedTokens', () => {
  let pool: TokenFactory;
  let clock: number;
  let keys: SigningKeys;
  let verified: VerifiedTokens;
  let verifier: TokenVerifier;

  beforeEach(async () => {
    pool = await createTokenFactory();
    clock = 0;
    keys = new SigningKeys({ uri: pool.jwks.uri, now: () => clock });
    verified = new VerifiedTokens(keys);
    verifier = new TokenVerifier(pool.environment, keys, verified, new SignOuts(new FakeSignOutStore()));
  });

  afterEach(async () => pool[Symbol.asyncDispose]());

  it('spares a token that comes again the signature check, which costs twenty times the rest', async () => {
    const check = jest.spyOn(jwt, 'verify');
    const tokens = Array.from({ length: 20 }, () => pool.sign());
    for (const token of [...tokens, ...tokens, ...tokens]) await verifier.verify(token, ['access']);
    expect(check).toHaveBeenCalledTimes(20);
    check.mockRestore();
  });

  it('remembers good tokens only, and at most 10,000', async () => {
    await expect(verifier.verify(pool.sign({ claims: { sub: '' } }), ['access'])).rejects.toThrow();
    expect(verified.size).toBe(0);
    const principal = await verifier.verify(pool.sign(), ['access']);
    const key = await keys.get(pool.keys.access.kid);
    for (let n = 0; n < 10_500; n += 1)
      verified.remember(`token-${n}`, { principal, kid: 'access-key=', key });
    expect(verified.size).toBe(10_000);
  });

  it('drops a token when it expires', async () => {
    const now = Date.now() / 1_000;
    const token = pool.sign({ claims: { iat: now - 60, exp: now + 0.3 } });
    await verifier.verify(token, ['access']);
    expect(await verified.get(token)).toBeDefined();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await verified.get(token)).toBeUndefined();
    expect(verified.size).toBe(0);
  });

  it('drops a token when its key is withdrawn', async () => {
    const token = pool.sign();
    await verifier.verify(token, ['access']);
    pool.jwks.publish([pool.keys.id]);
    clock += HOUR;
    await expect(verifier.verify(token, ['access'])).rejects.toThrow(Unauthorized);
    expect(verified.size).toBe(0);
  });

  it('drops a token when another key took over its key id', async () => {
    const token = pool.sign();
    await verifier.verify(token, ['access']);
    pool.jwks.publish([{ ...pool.keys.id, jwk: { ...pool.keys.id.jwk, kid: 'access-key=' } }]);
    clock += HOUR;
    await expect(verifier.verify(token, ['access'])).rejects.toThrow(Unauthorized);
    expect(verified.size).toBe(0);
  });
});
