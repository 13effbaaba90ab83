import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { makeApiKey, readApiKey } from './api-key.ts';
import { sentApiKey } from './sent-api-key.ts';

describe('An API key', () => {
  it.each(['tenant_a', 'a', '0-_', 'x'.repeat(64)])('of %s is read as it was made', (tenantId) => {
    const { key, prefix } = makeApiKey(tenantId);
    expect(key).toMatch(/^tnk\.[a-z0-9_-]+\.[a-z0-9]{12}\.[A-Za-z0-9_-]{43}$/);
    const hash = createHash('sha256').update(key).digest();
    expect(readApiKey(key)).toEqual({ tenantId, prefix, hash });
  });

  it('is another one each time', () => {
    const keys = Array.from({ length: 1_000 }, () => makeApiKey('tenant_a'));
    expect(new Set(keys.map(({ prefix }) => prefix)).size).toBe(1_000);
    expect(new Set(keys.map(({ key }) => key.split('.')[3])).size).toBe(1_000);
  });

  const { key } = makeApiKey('tenant_a');
  it.each([
    ['empty', ''],
    ['a JWT', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln'],
    ['of another kind', key.replace('tnk', 'tnq')],
    ['upper case', key.toUpperCase()],
    ['longer', `${key}A`],
    ['shorter', key.slice(0, -1)],
    ['with a line end', `${key}\n`],
    ['with a space before it', ` ${key}`],
    ['with another part', `${key}.x`],
    ['of a tenant that cannot be', key.replace('tenant_a', '-a')],
    ['of no tenant', key.replace('tenant_a', '')],
    ['of a tenant with too long a name', key.replace('tenant_a', 'x'.repeat(65))],
    ['with NUL', key.replace('tenant_a', 'tenant\0a')],
  ])('is not %s', (_, text) => expect(readApiKey(text)).toBeUndefined());
});

describe('An API key sent', () => {
  const { key, prefix } = makeApiKey('tenant_a');
  const bearer = ['Authorization', `Bearer ${key}`];
  const header = ['x-api-KEY', key];

  it.each([[bearer], [header], [['authorization', `bearer  ${key}`]], [['Cookie', 'a=b', ...header]]])(
    'is found in %j',
    (lines) => expect(sentApiKey(lines)).toMatchObject({ tenantId: 'tenant_a', prefix }),
  );

  it.each([
    ['nowhere', []],
    ['in both', [...bearer, ...header]],
    ['twice', [...bearer, ...bearer]],
    ['twice in its own header', [...header, ...header]],
    ['joined', ['X-Api-Key', `${key}, ${key}`]],
    ['as Basic', ['Authorization', `Basic ${key}`]],
    ['without a scheme', ['Authorization', key]],
    ['with a scheme in its own header', ['X-Api-Key', `Bearer ${key}`]],
    ['beside an empty line', [...bearer, 'X-Api-Key', '']],
    ['in a cookie', ['Cookie', `X-Api-Key=${key}`]],
    ['of enormous length', ['X-Api-Key', `${key}${'x'.repeat(10_000)}`]],
  ])('%s is refused', (_, lines) => {
    expect(() => sentApiKey(lines)).toThrow('A valid token is required.');
  });
});
