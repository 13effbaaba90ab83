import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { Stage, type Api } from '../tenancy/stage.ts';
import { ask, KEYS, makeKey, plantPeople, type CreatedKey, type Key } from './key-stage.ts';

interface Page {
  readonly data: Key[];
  readonly next_cursor: string | null;
}

let stage: Stage;
let api: Api;

beforeAll(async () => {
  stage = await Stage.start();
  api = await stage.open();
  await plantPeople(stage);
});
afterAll(() => stage.close());

const body = { name: 'Prometheus', scopes: ['alerts:write'] };
const list = async (query = '', tenant = 'tenant_a', as = 'alice') =>
  (await ask<Page>(stage, api, { path: `${KEYS}?${query}`, as, tenant })).body;
const create = (json: object, as: string | undefined = 'alice', headers = {}) =>
  ask<CreatedKey & { code: string; errors: { field: string }[] }>(stage, api, {
    method: 'POST',
    path: KEYS,
    json,
    as,
    headers,
  });
const revoke = (id: string, headers = {}) =>
  ask<{ code: string }>(stage, api, { method: 'DELETE', path: `${KEYS}/${id}`, as: 'alice', headers });

describe('A new API key', () => {
  it('is shown once, with what it is', async () => {
    const { status, body: made } = await create({ ...body, expires_at: '2099-01-01T12:00:00+02:00' });
    expect(status).toBe(201);
    expect(made.key).toMatch(/^tnk\.tenant_a\.[a-z0-9]{12}\.[\w-]{43}$/);
    const shown = {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'Prometheus',
      prefix: made.key.split('.')[2],
      scopes: ['alerts:write'],
      created_by_sub: 'alice',
      created_at: expect.stringMatching(/Z$/),
      expires_at: '2099-01-01T10:00:00.000Z',
      last_used_at: null,
      revoked_at: null,
    };
    expect(made).toEqual({ ...shown, key: made.key });
    expect((await list()).data[0]).toEqual(shown);
  });

  it('is kept as its SHA-256 and nowhere else, nor in the audit', async () => {
    const { key, id, prefix } = await makeKey(stage, api, { name: 'hashed' });
    const [row] = await stage.sql('SELECT key_hash FROM api_keys WHERE id = $1', [id]);
    expect(row?.['key_hash']).toEqual(createHash('sha256').update(key).digest());
    const entries = await stage.sql(
      'SELECT action, actor_sub, before, after FROM audit_entries WHERE target_id = $1',
      [id],
    );
    const after = { name: 'hashed', prefix, scopes: ['alerts:write'], expires_at: null };
    expect(entries).toEqual([{ action: 'api_key.create', actor_sub: 'alice', before: null, after }]);
    const secret = key.split('.')[3] ?? '';
    const tables = await stage.sql(
      "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
    );
    expect(tables.length).toBeGreaterThan(10);
    for (const { relname } of tables) {
      const rows = await stage.sql(`SELECT FROM ${String(relname)} t WHERE t::text LIKE '%' || $1 || '%'`, [
        secret,
      ]);
      expect([relname, rows]).toEqual([relname, []]);
    }
  });

  it('is another one when the request is repeated: its answer is not kept for that', async () => {
    const repeated = { 'Idempotency-Key': randomUUID() };
    const [first, second] = [await create(body, 'alice', repeated), await create(body, 'alice', repeated)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body.key).not.toBe(second.body.key);
    expect(await stage.sql('SELECT FROM idempotency_keys')).toEqual([]);
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ name: 5 }, 'name'],
    [{ scopes: [] }, 'scopes'],
    [{ scopes: 'alerts:write' }, 'scopes'],
    [{ scopes: ['items:write'] }, 'scopes'],
    [{ scopes: ['alerts:write', 'alerts:write'] }, 'scopes'],
    [{ scopes: [null] }, 'scopes'],
    [{ scopes: undefined }, 'scopes'],
    [{ expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
    [{ expires_at: new Date().toISOString() }, 'expires_at'],
    [{ expires_at: '9999-12-31T23:59:59-23:59' }, 'expires_at'],
    [{ expires_at: 'tomorrow' }, 'expires_at'],
    [{ expires_at: 4_102_444_800 }, 'expires_at'],
    [{ key: 'tnk.tenant_a.mine' }, 'key'],
    [{ prefix: 'mine' }, 'prefix'],
    [{ tenant_id: 'tenant_b' }, 'tenant_id'],
    [{ id: randomUUID() }, 'id'],
  ])('is not made of %j', async (fields, field) => {
    const { status, body: problem } = await create({ ...body, ...fields });
    expect([status, problem.code, problem.errors[0]?.field]).toEqual([400, 'request/invalid', field]);
  });

  it('is made by nobody who has just lost the right to', async () => {
    await stage.plant([{ tenant: 'tenant_a', subject: 'leaving', role: 'admin' }]);
    await ask(stage, api, { path: KEYS, as: 'leaving' });
    await stage.sql("UPDATE memberships SET role = 'member' WHERE subject = 'leaving'");
    expect(await create(body, 'leaving')).toMatchObject({ status: 403, body: { code: 'tenant/role' } });
    await stage.sql("UPDATE memberships SET status = 'removed' WHERE subject = 'leaving'");
    expect(await create(body, 'leaving')).toMatchObject({ status: 403, body: { code: 'tenant/forbidden' } });
  });
});

describe('Revoking an API key', () => {
  it('is done once, audited, and leaves the row', async () => {
    const { id } = await makeKey(stage, api);
    expect((await revoke(id)).status).toBe(204);
    expect(await revoke(id)).toMatchObject({ status: 404, body: { code: 'api_key/not_found' } });
    const [entry, ...more] = await stage.sql(
      "SELECT before, after FROM audit_entries WHERE target_id = $1 AND action = 'api_key.revoke'",
      [id],
    );
    const { data } = await list('status=revoked&limit=1');
    expect(data[0]).toMatchObject({ id, revoked_at: expect.stringMatching(/Z$/) });
    expect(entry).toEqual({ before: { revoked_at: null }, after: { revoked_at: data[0]?.revoked_at } });
    expect(more).toEqual([]);
  });

  it('of another tenant is answered like that of none, byte for byte, and does nothing', async () => {
    const theirs = await makeKey(stage, api, {}, { as: 'bob', tenant: 'tenant_b' });
    const answers = [];
    for (const id of [theirs.id, randomUUID()]) answers.push(await revoke(id, { 'X-Request-Id': 'same' }));
    expect(answers[0]).toMatchObject({ status: 404, body: { code: 'api_key/not_found' } });
    expect(answers[1]).toEqual(answers[0]);
    const { data } = await list('', 'tenant_b', 'bob');
    expect(data.map(({ id }) => id)).toContain(theirs.id);
    expect((await revoke('not-a-uuid')).status).toBe(400);
  });
});

describe('The list of API keys', () => {
  const idsOf = ({ data }: Page) => data.map(({ id }) => id);

  it('has each once, newest first, whatever the size of the page', async () => {
    const made: string[] = [];
    for (let n = 0; n < 5; n++) made.unshift((await makeKey(stage, api, { name: `n${n}` })).id);
    const whole = idsOf(await list('limit=100'));
    expect(whole.slice(0, 5)).toEqual(made);
    const found: string[] = [];
    for (let cursor = ''; ;) {
      const page = await list(`limit=2${cursor}`);
      found.push(...idsOf(page));
      if (page.next_cursor === null) break;
      cursor = `&cursor=${page.next_cursor}`;
    }
    expect(found).toEqual(whole);
  });

  it('shows those of one status, and revoked ones only when asked', async () => {
    const [active, lasting, expired, revoked] = [
      await makeKey(stage, api),
      await makeKey(stage, api, { expires_at: '2099-01-01T00:00:00Z' }),
      await makeKey(stage, api, { expires_at: '2099-01-01T00:00:00Z' }),
      await makeKey(stage, api),
    ].map(({ id }) => id);
    await stage.sql("UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1", [expired]);
    await revoke(revoked ?? '');
    const found = async (status: string) =>
      idsOf(await list(`limit=100${status}`)).filter((id) =>
        [active, lasting, expired, revoked].includes(id),
      );
    expect(await found('')).toEqual([expired, lasting, active]);
    expect(await found('&status=active')).toEqual([lasting, active]);
    expect(await found('&status=expired')).toEqual([expired]);
    expect(await found('&status=revoked')).toEqual([revoked]);
    expect((await ask(stage, api, { path: `${KEYS}?status=all`, as: 'alice' })).status).toBe(400);
  });

  it('refuses cursors of another tenant and of another filter', async () => {
    const { next_cursor } = await list('limit=1');
    const statusOf = async (query: string, tenant = 'tenant_a', as = 'alice') =>
      (await ask(stage, api, { path: `${KEYS}?limit=1&cursor=${next_cursor}${query}`, as, tenant })).status;
    expect(await statusOf('')).toBe(200);
    expect(await statusOf('&status=active')).toBe(400);
    expect(await statusOf('', 'tenant_b', 'bob')).toBe(400);
  });
});

describe('A tenant', () => {
  it('has a hundred keys at most that are not revoked, however many come at once', async () => {
    await stage.sql("UPDATE api_keys SET revoked_at = now() WHERE tenant_id = 'tenant_b'");
    await stage.sql(
      `INSERT INTO api_keys (tenant_id, name, prefix, key_hash, scopes, created_by_sub)
       SELECT 'tenant_b', 'n', 'planted' || n, sha256('x'), '{alerts:write}', 'bob' FROM generate_series(1, 98) AS n`,
    );
    const json = body;
    const question = { method: 'POST', path: KEYS, json, as: 'bob', tenant: 'tenant_b' };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => ask<{ code: string }>(stage, api, question)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('api_key/too_many');
    await stage.sql("UPDATE api_keys SET revoked_at = now() WHERE prefix = 'planted1'");
    expect((await ask(stage, api, question)).status).toBe(201);
  });
});

describe('The five of every feature', () => {
  const routes = [
    { path: KEYS },
    { method: 'POST', path: KEYS, json: body },
    { method: 'DELETE', path: `${KEYS}/${randomUUID()}` },
  ];
  const verdicts = async (as: Parameters<typeof ask>[2]['as'], tenant = 'tenant_a') => {
    const answers = await Promise.all(
      routes.map((route) => ask<{ code: string }>(stage, api, { ...route, as, tenant })),
    );
    return new Set(answers.map(({ status, body: { code } }) => `${status} ${code}`));
  };

  it('no token: 401', async () =>
    expect(await verdicts(undefined)).toEqual(new Set(['401 auth/unauthorized'])));

  it('an ID token where an access token belongs: 401', async () =>
    expect(await verdicts({ subject: 'alice', use: 'id' })).toEqual(new Set(['401 auth/unauthorized'])));

  it('another tenant: 403', async () =>
    expect(await verdicts('bob')).toEqual(new Set(['403 tenant/forbidden'])));

  it.each(['carol', 'victor'])('a role too low, %s: 403', async (subject) =>
    expect(await verdicts(subject)).toEqual(new Set(['403 tenant/role'])),
  );

  it('an unknown field: 400', async () => {
    expect(await create({ ...body, colour: 'red' })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'colour' }] },
    });
    expect((await ask(stage, api, { path: `${KEYS}?colour=red`, as: 'alice' })).status).toBe(400);
  });
});
