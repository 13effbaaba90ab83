import { describe, expect, it } from '@jest/globals';
import { principalOf } from './token-claims.ts';

const NOW = 1_800_000_000;
const claims = { sub: 's', token_use: 'access', client_id: 'ours', iat: NOW, exp: NOW + 3_600 };
const read = (changes: Record<string, unknown>) =>
  principalOf(
    { ...claims, ...changes },
    {
      issuer: 'https://issuer.example',
      clientIds: new Set(['ours']),
      tenantClaims: ['custom:tenant_id'],
      now: NOW,
    },
  );

describe('principalOf', () => {
  it('takes the least that Cognito writes, and freezes it', () => {
    const principal = read({});
    expect(principal).toMatchObject({
      subject: 's',
      username: 's',
      groups: [],
      signInId: `auth_time:${NOW}`,
    });
    expect(Object.isFrozen(principal)).toBe(true);
    expect(Object.isFrozen(principal.groups)).toBe(true);
  });

  it.each([
    ['claim exp is no time', { exp: undefined }],
    ['claim exp is no time', { exp: Infinity }],
    ['claim exp is no time', { exp: String(NOW + 60) }],
    ['claim iat is no time', { iat: -Infinity }],
    ['claim iat is no time', { iat: null }],
    ['issued in the future', { iat: NOW + 6 }],
    ['lives longer than a day', { exp: NOW + 86_401 }],
    ['no usable subject', { sub: undefined }],
    ['no usable subject', { sub: 'a\0b' }],
    ['neither an access nor an ID token', { token_use: 'refresh' }],
    ['neither an access nor an ID token', { token_use: undefined }],
    ['not one of our clients', { client_id: 'theirs' }],
    ['not one of our clients', { client_id: undefined, aud: 'ours' }],
    ['not one of our clients', { token_use: 'id' }],
    ['claim aud is not a string', { token_use: 'id', aud: ['ours'] }],
    ['claim username is not a string', { username: 1 }],
    ['claim origin_jti is not a string', { origin_jti: {} }],
    ['claim custom:tenant_id is not a string', { 'custom:tenant_id': null }],
    ['claim cognito:groups is not a list of names', { 'cognito:groups': 'admin' }],
    ['claim cognito:groups is not a list of names', { 'cognito:groups': [1] }],
  ])('refuses, since %s: %j', (reason, changes) => {
    expect(() => read(changes)).toThrow(expect.objectContaining({ status: 401, reason }));
  });

  it.each([
    { iat: NOW + 5 },
    { exp: NOW + 86_400 },
    { aud: 'https://api.example.com' },
    { sub: 's'.repeat(255) },
  ])('accepts %j', (changes) => {
    expect(read(changes)).toBeDefined();
  });
});
