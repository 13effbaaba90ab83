import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SignOuts } from '../../src/auth/sign-outs.ts';
import { SigningKeys } from '../../src/auth/signing-keys.ts';
import { TokenVerifier } from '../../src/auth/token-verifier.ts';
import { VerifiedTokens } from '../../src/auth/verified-tokens.ts';
import { Unauthorized } from '../../src/platform/http/problem.ts';
import { FakeSignOutStore } from '../support/sign-outs.ts';
import { base64url, cognitoClaims, createTokenFactory, signRaw } from '../support/tokens.ts';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const pool = await createTokenFactory();
const keys = new SigningKeys({ uri: pool.jwks.uri });
const signOuts = new SignOuts(new FakeSignOutStore());
const verifier = new TokenVerifier(pool.environment, keys, new VerifiedTokens(keys), signOuts);
const { kid, privateKey } = pool.keys.access;

/** `accepted`, `refused`, or whatever else was thrown, which no property below allows. */
function outcome(token: string): Promise<unknown> {
  return verifier.verify(token, ['access', 'id']).then(
    () => 'accepted',
    (error: unknown) => (error instanceof Unauthorized ? 'refused' : error),
  );
}

describe('Whatever is sent as a token', () => {
  afterAll(async () => pool[Symbol.asyncDispose]());

  it('is refused when it is any text', async () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String());
    await fc.assert(
      fc.asyncProperty(text, async (token) => expect(await outcome(token)).toBe('refused')),
      {
        numRuns: 2_000,
      },
    );
  });

  it('is refused when its parts are any JSON', async () => {
    const part = fc.json().map(base64url);
    const parts = fc.tuple(part, part, part).map((all) => all.join('.'));
    await fc.assert(
      fc.asyncProperty(parts, async (token) => expect(await outcome(token)).toBe('refused')),
      {
        numRuns: 2_000,
      },
    );
  });

  it('is refused when one character of a good token is another one, but for spare bits at the end', async () => {
    const token = pool.sign();
    expect(await outcome(token)).toBe('accepted');
    const change = fc.tuple(fc.nat(token.length - 2), fc.constantFrom(...BASE64URL, '.', '=', ' '));
    await fc.assert(
      fc.asyncProperty(change, async ([at, character]) => {
        fc.pre(token[at] !== character);
        expect(await outcome(token.slice(0, at) + character + token.slice(at + 1))).toBe('refused');
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused when our own key signed any JSON', async () => {
    const header = JSON.stringify({ kid, alg: 'RS256' });
    await fc.assert(
      fc.asyncProperty(fc.json(), async (payload) => {
        expect(await outcome(signRaw(header, payload, privateKey))).toBe('refused');
      }),
      { numRuns: 300 },
    );
  });

  it('is decided without any other error when one claim of a good token has any value', async () => {
    const claim = fc.tuple(fc.constantFrom(...Object.keys(cognitoClaims('id'))), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(claim, async ([name, value]) => {
        expect(['accepted', 'refused']).toContain(
          await outcome(pool.sign({ use: 'id', claims: { [name]: value } })),
        );
      }),
      { numRuns: 500 },
    );
  });
});
