import { describe, expect, it } from '@jest/globals';
import { Unauthorized } from '../platform/http/problem.ts';
import { keyIdOf } from './token-header.ts';

const token = (header: unknown) => `${Buffer.from(JSON.stringify(header)).toString('base64url')}.e30.AAAA`;

describe('keyIdOf', () => {
  it.each([{}, { typ: 'JWT' }, { jku: 'https://evil.example', jwk: {}, x5u: '', x5c: [] }])(
    'finds the key id beside %j',
    (more) => {
      expect(keyIdOf(token({ alg: 'RS256', kid: 'aB3+/=_-', ...more }))).toBe('aB3+/=_-');
    },
  );

  // jsonwebtoken would refuse these as well, but only after their key had been looked for.
  it.each(['none', 'HS256', 'RS384', 'PS256', 'ES256', 'rs256', '', null, undefined, ['RS256']])(
    'refuses the algorithm %j',
    (alg) => {
      expect(() => keyIdOf(token({ alg, kid: 'k' }))).toThrow(Unauthorized);
    },
  );

  it.each([undefined, null, 1, '', ' ', 'a b', 'a\n', '../x', 'k'.repeat(65), {}, ['k']])(
    'refuses the key id %j',
    (kid) => {
      expect(() => keyIdOf(token({ alg: 'RS256', kid }))).toThrow(Unauthorized);
    },
  );

  it.each([{ crit: [] }, { b64: true }, { zip: 'DEF' }, { cty: 'JWT' }, { typ: 'at+jwt' }, { typ: null }])(
    'refuses %j',
    (more) => {
      expect(() => keyIdOf(token({ alg: 'RS256', kid: 'k', ...more }))).toThrow(Unauthorized);
    },
  );

  it('refuses what is not three parts of base64url, or too long', () => {
    const good = token({ alg: 'RS256', kid: 'k' });
    for (const form of [
      '',
      'x',
      `${good}.x`,
      `${good}=`,
      `${good}\n`,
      ` ${good}`,
      good.slice(0, -4),
      `.${good}`,
    ]) {
      expect(() => keyIdOf(form)).toThrow(Unauthorized);
    }
    const padding = 8_192 - good.length;
    expect(keyIdOf(good + 'A'.repeat(padding))).toBe('k');
    expect(() => keyIdOf(good + 'A'.repeat(padding + 1))).toThrow(Unauthorized);
  });
});
