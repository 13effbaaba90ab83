import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Stage, type Api } from '../tenancy/stage.ts';

/*
 * PostgreSQL stores no NUL, and half a surrogate pair is stored as something else. Both are 400 and named: never a 500,
 * nor an error of the database.
 */
let stage: Stage;
let api: Api;
let headers: Record<string, string>;

beforeAll(async () => {
  stage = await Stage.start();
  api = await stage.open();
  await stage.plant([{ tenant: 'tenant_a', subject: 'alice', role: 'admin' }]);
  headers = { Authorization: `Bearer ${stage.token({ subject: 'alice' })}`, 'X-Tenant-Id': 'tenant_a' };
});
afterAll(() => stage.close());

interface Refusal {
  readonly code: string;
  readonly errors?: readonly { readonly field: string }[];
}

async function refusal(path: string, body?: string): Promise<{ status: number; fields: string[] }> {
  const answer = await api.ask({
    method: body === undefined ? 'GET' : 'POST',
    path,
    headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { body }),
  });
  const { errors = [] } = JSON.parse(answer.text) as Refusal;
  return { status: answer.status, fields: errors.map(({ field }) => field) };
}

describe('A body', () => {
  it.each([
    ['a name with NUL', String.raw`{"name":"a\u0000b"}`, 'name'],
    ['a tag with NUL', String.raw`{"name":"x","tags":["ok","a\u0000b"]}`, 'tags.1'],
    ['an attribute with NUL', String.raw`{"name":"x","attributes":{"a":"\u0000"}}`, 'attributes.a'],
    ['half a pair in a name', String.raw`{"name":"a\ud800b"}`, 'name'],
    ['the other half in an attribute', String.raw`{"name":"x","attributes":{"a":"\udc00"}}`, 'attributes.a'],
    ['an attribute named with NUL', String.raw`{"name":"x","attributes":{"a\u0000b":1}}`, 'attributes'],
    ['an attribute named with half a pair', String.raw`{"name":"x","attributes":{"\ud800":1}}`, 'attributes'],
  ])('is refused with %s', async (_, body, field) => {
    const { status, fields } = await refusal('/api/items', body);
    expect(status).toBe(400);
    expect(fields).toContain(field);
  });

  it('may have whole pairs, and every other character there is', async () => {
    const name = '\u{1F680}\u{10FFFF}\u0001\u007f\u2028';
    const answer = await api.ask({
      method: 'POST',
      path: '/api/items',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ name }),
    });
    expect(answer.status).toBe(201);
    expect((JSON.parse(answer.text) as { name: string }).name).toBe(name);
  });
});

describe('A query', () => {
  it.each([
    ['/api/items?owner_sub=a%00b', 'owner_sub'],
    ['/api/items?q=a%00b', 'q'],
    ['/api/items?tag=a%00b', 'tag'],
    ['/api/audit?actor_sub=a%00b', 'actor_sub'],
    ['/api/audit?action=%00', 'action'],
    ['/api/audit?target=%00', 'target'],
  ])('is refused with NUL: %s', async (path, field) => {
    expect(await refusal(path)).toEqual({ status: 400, fields: [field] });
  });

  it.each(['/api/items/%00', '/api/tenant/members/%00', '/api/items?q=%ED%A0%80', '/api/items?limit=1%00'])(
    'is never a fault of ours: %s',
    async (path) => {
      expect((await refusal(path)).status).toBeLessThan(500);
    },
  );
});
