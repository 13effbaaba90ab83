import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Stage, type Api, type Bearer } from './stage.ts';

const OFF = { MULTI_TENANT_ENABLED: '0' };

let stage: Stage;
let api: Api;

beforeAll(async () => {
  stage = await Stage.start();
  api = await stage.open(OFF);
});
afterAll(() => stage.close());

const json = async (bearer: Bearer, method: string, path: string, body?: object, on = api) => {
  const answer = await on.ask({
    method,
    path,
    headers: {
      Authorization: `Bearer ${stage.token(bearer)}`,
      'X-Tenant-Id': 'tenant_a',
      ...(body && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: JSON.parse(answer.text) as Record<string, unknown> };
};

it('makes its row once, and leaves it as it is', async () => {
  await stage.sql("UPDATE tenants SET name = 'All of us' WHERE id = 'public'");
  await stage.open(OFF);
  expect(await stage.sql("SELECT name, status FROM tenants WHERE id = 'public'")).toEqual([
    { name: 'All of us', status: 'active' },
  ]);
  await stage.sql("UPDATE tenants SET name = 'Public' WHERE id = 'public'");
});

it('makes no such row where there are tenants', async () => {
  const other = await Stage.start();
  try {
    await other.open();
    expect(await other.sql("SELECT id FROM tenants WHERE id = 'public'")).toEqual([]);
  } finally {
    await other.close();
  }
});

it.each<[string, Bearer, Record<string, string>]>([
  ['nobody in particular', { subject: 'nobody' }, {}],
  ['somebody who names a tenant', { subject: 'namer' }, { 'X-Tenant-Id': 'tenant_b' }],
  ['somebody who names nonsense', { subject: 'joker' }, { 'X-Tenant-Id': 'Ten ant, !' }],
  ['somebody with a claim', { subject: 'claimant', claim: 'tenant_b' }, {}],
  ['somebody with an odd claim', { subject: 'oddity', claim: '__proto__' }, {}],
  ['a member of a tenant', { subject: 'alice', claim: 'tenant_a' }, { 'X-Tenant-Id': 'tenant_a' }],
])('is where %s works, as member', async (_, bearer, headers) => {
  if (bearer.subject === 'alice')
    await stage.plant([{ tenant: 'tenant_a', subject: 'alice', role: 'admin' }]);
  expect(await api.tenantOf(stage.token(bearer), headers)).toBe('200 public member');
  expect(
    await stage.sql("SELECT FROM memberships WHERE subject = $1 AND role <> 'admin'", [bearer.subject]),
  ).toEqual([]);
});

it('has items, which no tenant has, and none of theirs', async () => {
  await stage.plant([{ tenant: 'tenant_a', subject: 'anna' }]);
  await stage.sqlIn('tenant_a', "INSERT INTO items (owner_sub, name) VALUES ('anna', 'of a')");
  const made = await json({ subject: 'anna' }, 'POST', '/api/items', { name: 'of all' });
  expect(made).toMatchObject({ status: 201, body: { tenant_id: 'public', name: 'of all' } });
  const names = async (on: Api) => {
    const { body } = await json({ subject: 'anna' }, 'GET', '/api/items', undefined, on);
    return (body['data'] as { name: string }[]).map(({ name }) => name);
  };
  expect(await names(api)).toEqual(['of all']);
  expect(await names(await stage.open())).toEqual(['of a']);
  const path = `/api/items/${String(made.body['id'])}`;
  expect(await json({ subject: 'anybody' }, 'PATCH', path, { name: 'ours' })).toMatchObject({ status: 200 });
});

it('honours the rows there are: roles, suspension, removal', async () => {
  await stage.plant([
    { tenant: 'public', subject: 'boss', role: 'admin' },
    { tenant: 'public', subject: 'reader', role: 'viewer' },
    { tenant: 'public', subject: 'idle', status: 'suspended' },
    { tenant: 'public', subject: 'gone', status: 'removed' },
  ]);
  const tenantOf = (subject: string) => api.tenantOf(stage.token({ subject }));
  expect(await tenantOf('boss')).toBe('200 public admin');
  expect(await tenantOf('idle')).toBe('403 tenant/forbidden');
  expect(await tenantOf('gone')).toBe('403 tenant/forbidden');
  const { body } = await json({ subject: 'reader' }, 'POST', '/api/items', { name: 'x' });
  expect(body['code']).toBe('tenant/role');
});

it('can be suspended like any other', async () => {
  await stage.sql("UPDATE tenants SET status = 'suspended' WHERE id = 'public'");
  expect(await api.tenantOf(stage.token({ subject: 'latecomer' }))).toBe('403 tenant/forbidden');
  await stage.sql("UPDATE tenants SET status = 'active' WHERE id = 'public'");
});
