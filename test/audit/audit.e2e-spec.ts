import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { World, type Caller } from '../support/world.ts';

interface Entry {
  readonly id: string;
  readonly at: string;
  readonly actor_sub: string;
  readonly action: string;
  readonly target_type: string;
  readonly target_id: string;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly request_id: string;
  readonly address: string;
}

let world: World;
let alice: Caller;
let bob: Caller;
let carol: Caller;
let grace: Caller;

beforeAll(async () => {
  world = await World.start();
  alice = world.as(await world.signIn('alice@example.com'), 'tenant_a');
  bob = world.as(await world.signIn('bob@example.com'), 'tenant_b');
  carol = world.as(await world.signIn('carol@example.com'), 'tenant_a');
  grace = world.as(await world.signIn('grace@example.com'));
});
afterAll(() => world.close());

const sub = (name: string) => world.subjects[`${name}@example.com`] ?? '';
const entries = async (query = '', who = alice): Promise<Entry[]> =>
  (await who.get(`/api/audit?limit=100&${query}`).expect(200)).body.data;

describe('The audit has', () => {
  it('each change of an item, with who, when, whence, before and after', async () => {
    const began = new Date().toISOString();
    const created = await alice
      .post('/api/items')
      .set('X-Request-Id', 'audit-1')
      .send({ name: 'Pump 7', tags: ['pump'] })
      .expect(201);
    const { id } = created.body;
    await carol
      .patch(`/api/items/${id}`)
      .send({ name: 'Pump 8', tags: ['pump'] })
      .expect(200);
    await alice.delete(`/api/items/${id}`).expect(204);
    const [removed, changed, made] = await entries(`target=item:${id}`);
    const common = { target_type: 'item', target_id: id, address: expect.stringMatching(/127\.0\.0\.1$/) };
    const fields = { description: null, tags: ['pump'], attributes: {} };
    expect(made).toEqual({
      ...common,
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      actor_sub: sub('alice'),
      action: 'item.create',
      before: null,
      after: { ...fields, name: 'Pump 7' },
      request_id: 'audit-1',
    });
    expect(made && made.at >= began).toBe(true);
    expect(changed).toMatchObject({
      ...common,
      actor_sub: sub('carol'),
      action: 'item.update',
      before: { name: 'Pump 7' },
      after: { name: 'Pump 8' },
    });
    expect(Object.keys(changed?.after ?? {})).toEqual(['name']);
    expect(removed).toMatchObject({
      ...common,
      action: 'item.delete',
      before: { name: 'Pump 8' },
      after: null,
    });
  });

  it('each change of a member', async () => {
    const email = `${randomUUID()}@example.com`;
    const invited = await alice.post('/api/tenant/members').send({ email, role: 'viewer' }).expect(201);
    const path = `/api/tenant/members/${invited.body.sub}`;
    await alice.patch(path).send({ role: 'member', status: 'active' }).expect(200);
    await alice.patch(path).send({ role: 'member' }).expect(200);
    await alice.patch(path).send({ status: 'suspended' }).expect(200);
    await alice.delete(path).expect(204);
    await alice.post('/api/tenant/members').send({ email, role: 'viewer' }).expect(201);
    const found = await entries(`target=member:${invited.body.sub}`);
    expect(found.map(({ action, before, after }) => [action, before, after]).reverse()).toEqual([
      ['member.invite', null, { email, role: 'viewer', status: 'active' }],
      ['member.update', { role: 'viewer' }, { role: 'member' }],
      ['member.update', { status: 'active' }, { status: 'suspended' }],
      ['member.remove', { status: 'suspended' }, { status: 'removed' }],
      ['member.invite', { role: 'member', status: 'removed' }, { role: 'viewer', status: 'active' }],
    ]);
    expect(new Set(found.map(({ actor_sub }) => actor_sub))).toEqual(new Set([sub('alice')]));
  });

  it('each change of the tenant itself, in that tenant', async () => {
    await grace.patch('/api/tenants/tenant_b').send({ name: 'Globex 2', status: 'active' }).expect(200);
    expect(await entries('target=tenant:tenant_b', bob)).toMatchObject([
      {
        actor_sub: sub('grace'),
        action: 'tenant.update',
        before: { name: 'Globex' },
        after: { name: 'Globex 2' },
      },
    ]);
    expect(await entries('target=tenant:tenant_b')).toEqual([]);
  });

  it('nothing of a change that was refused or failed', async () => {
    const before = await entries();
    const item = (await alice.get('/api/items?limit=1')).body.data[0];
    await alice.patch(`/api/items/${item.id}`).set('If-Match', '"77"').send({ name: 'x' }).expect(412);
    await alice.delete(`/api/tenant/members/${sub('alice')}`).expect(409);
    await carol.delete(`/api/tenant/members/${sub('alice')}`).expect(403);
    await alice.patch(`/api/tenant/members/${randomUUID()}`).send({ role: 'viewer' }).expect(404);
    await grace.patch('/api/tenants/tenant_a').set('If-Match', '"77"').send({ name: 'x' }).expect(412);
    expect(await entries()).toEqual(before);
  });

  it('its entry or there is no change: both are one transaction', async () => {
    const items = async () => (await alice.get('/api/items?limit=100')).body.data;
    const members = async () => (await alice.get('/api/tenant/members?limit=100')).body.data;
    const tenant = async () => (await grace.get('/api/tenants/tenant_a')).body;
    const all = async () => [await items(), await members(), await tenant()];
    const before = await all();
    const email = `${randomUUID()}@example.com`;
    const tenantId = `t-${randomUUID()}`;
    await superuser(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'down' USING ERRCODE = '57P01'; END $$;
      CREATE TRIGGER fail BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION fail()`);
    try {
      for (const call of [
        alice.post('/api/items').send({ name: 'x' }),
        alice.patch(`/api/items/${before[0][0].id}`).send({ name: 'x' }),
        alice.delete(`/api/items/${before[0][0].id}`),
        alice.post('/api/tenant/members').send({ email, role: 'member' }),
        alice.patch(`/api/tenant/members/${sub('carol')}`).send({ role: 'viewer' }),
        alice.delete(`/api/tenant/members/${sub('carol')}`),
        grace.post('/api/tenants').send({ tenant_id: tenantId, name: 'x' }),
        grace.patch('/api/tenants/tenant_a').send({ status: 'suspended' }),
      ]) {
        await call.expect(503);
      }
    } finally {
      await superuser('DROP FUNCTION fail CASCADE');
    }
    expect(await all()).toEqual(before);
    await grace.get(`/api/tenants/${tenantId}`).expect(404);
  });
});

describe('The audit is asked for', () => {
  it('pages, newest first, each entry once', async () => {
    for (let n = 0; n < 7; n++)
      await alice
        .post('/api/items')
        .send({ name: `page ${n}` })
        .expect(201);
    const whole = await entries();
    expect(whole.map(({ at }) => at)).toEqual(
      whole
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    const found: Entry[] = [];
    for (let cursor = ''; ;) {
      const { body } = await alice.get(`/api/audit?limit=3${cursor}`).expect(200);
      found.push(...body.data);
      if (body.next_cursor === null) break;
      cursor = `&cursor=${body.next_cursor}`;
    }
    expect(found).toEqual(whole);
  });

  it('one actor, one action, one target, one span of time, and all of them together', async () => {
    const { id } = (await carol.post('/api/items').send({ name: 'filtered' }).expect(201)).body;
    await alice.patch(`/api/items/${id}`).send({ name: 'again' }).expect(200);
    const of = (found: Entry[], field: keyof Entry) => new Set(found.map((entry) => entry[field]));
    expect(of(await entries(`actor_sub=${sub('carol')}`), 'actor_sub')).toEqual(new Set([sub('carol')]));
    expect(of(await entries('action=item.update'), 'action')).toEqual(new Set(['item.update']));
    const [changed, made] = await entries(`target=${id}`);
    expect([changed?.action, made?.action]).toEqual(['item.update', 'item.create']);
    expect(await entries(`target=item:${id}`)).toEqual([changed, made]);
    expect(await entries(`target=member:${id}`)).toEqual([]);
    const time = encodeURIComponent(changed?.at ?? '');
    expect(await entries(`target=${id}&from=${time}`)).toEqual([changed]);
    expect(await entries(`target=${id}&to=${time}`)).toEqual([made]);
    const elsewhere = encodeURIComponent((changed?.at ?? '').replace('Z', '+00:00'));
    expect(await entries(`target=${id}&from=${elsewhere}`)).toEqual([changed]);
    const every = `target=${id}&actor_sub=${sub('alice')}&action=item.update&from=${time}`;
    expect(await entries(every)).toEqual([changed]);
    expect(await entries(`${every}&to=${time}`)).toEqual([]);
  });

  it.each([
    'from=yesterday',
    'from=2026-11-22',
    'from=2026-11-22T09:00:00',
    'from=2026-02-30T09:00:00Z',
    'from=2026-11-22T25:00:00Z',
    'to=1e12',
    'to=',
    'from=',
    'actor_sub=',
    'actor_sub[not]=x',
    'action=',
    'target=',
    'limit=0',
    'cursor=x',
    'q=x',
    'tenant_id=tenant_b',
  ])('nothing by ?%s', async (query) => {
    const { body } = await alice.get(`/api/audit?${query}`).expect(400);
    expect(query.startsWith(body.errors[0].field)).toBe(true);
  });

  it('nothing by the cursor of another tenant, or of another filter', async () => {
    const { body } = await alice.get('/api/audit?limit=1').expect(200);
    const cursor = `limit=1&cursor=${body.next_cursor}`;
    await bob.get(`/api/audit?${cursor}`).expect(400);
    await alice.get(`/api/audit?${cursor}&action=item.create`).expect(400);
    await alice.get(`/api/audit?${cursor}`).expect(200);
  });
});

describe('The audit is safe', () => {
  it('from another tenant, however it is asked', async () => {
    await bob.post('/api/items').send({ name: 'of tenant_b' }).expect(201);
    const mine = new Set((await entries()).map(({ id }) => id));
    const theirs = await entries('', bob);
    expect(theirs.length).toBeGreaterThan(0);
    expect(theirs.filter(({ id }) => mine.has(id))).toEqual([]);
    expect(await entries(`actor_sub=${sub('bob')}`)).toEqual([]);
    expect(await entries(`target=${theirs[0]?.target_id}`)).toEqual([]);
  });

  it('from the application itself: its role can add and read, not change or delete', async () => {
    const client = new pg.Client({ connectionString: world.database.runtimeUrl });
    await client.connect();
    const before = await entries();
    try {
      await client.query("SELECT set_config('app.tenant_id', 'tenant_a', false)");
      const { rowCount } = await client.query('SELECT FROM audit_entries');
      expect(rowCount).toBe(before.length);
      for (const sql of [
        "UPDATE audit_entries SET actor_sub = 'nobody'",
        'DELETE FROM audit_entries',
        'TRUNCATE audit_entries',
        "INSERT INTO audit_entries (tenant_id, id, action, target_type, target_id) SELECT tenant_id, id, 'x', 'x', 'x' FROM audit_entries ON CONFLICT (tenant_id, id) DO UPDATE SET action = 'x'",
        'ALTER TABLE audit_entries DISABLE ROW LEVEL SECURITY',
      ]) {
        await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
      }
      const ofAnother =
        "INSERT INTO audit_entries (tenant_id, action, target_type, target_id) VALUES ('tenant_b', 'x', 'x', 'x')";
      await expect(client.query(ofAnother)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await client.end();
    }
    expect(await entries()).toEqual(before);
  });
});

describe('A long audit', () => {
  let client: pg.Client;
  beforeAll(async () => {
    await superuser(`INSERT INTO audit_entries (tenant_id, at, actor_sub, action, target_type, target_id)
      SELECT 'tenant_a', now() - make_interval(secs => n), 'user ' || n % 500, 'action ' || n % 100, 'item', 'row ' || n
      FROM generate_series(1, 20000) AS n`);
    await superuser('ANALYZE audit_entries');
    client = new pg.Client({ connectionString: world.database.runtimeUrl });
    await client.connect();
    await client.query("SELECT set_config('app.tenant_id', 'tenant_a', false)");
  });
  afterAll(() => client.end());

  it.each([
    ['the newest', '', 'at_id_idx'],
    ["one actor's", "AND actor_sub = 'user 7'", 'actor_sub = '],
    ['one action', "AND action = 'action 7'", 'action = '],
    ['one target, by its id alone', "AND target_id = 'row 7'", 'target_id = '],
    ['one target', "AND target_type = 'item' AND target_id = 'row 7'", 'target_id = '],
  ])('gives %s by an index', async (_, condition, used) => {
    const { rows } = await client.query<Record<string, string>>(
      `EXPLAIN SELECT * FROM audit_entries WHERE at <= now() ${condition} ORDER BY at DESC, id DESC LIMIT 20`,
    );
    const lines = rows.map((row) => row['QUERY PLAN'] ?? '');
    expect(lines.filter((line) => /Index (Only )?Scan|Index Cond/.test(line)).join()).toContain(used);
    expect(lines.join()).not.toContain('Seq Scan');
  });
});

describe('The five of every feature', () => {
  it('no token: 401', () => world.http.get('/api/audit').set('X-Tenant-Id', 'tenant_a').expect(401));

  it('an ID token where an access token belongs: 401', async () => {
    const { id_token } = await world.signIn('alice@example.com');
    const caller = world.as({ access_token: id_token, id_token, refresh_token: '' }, 'tenant_a');
    await caller.get('/api/audit').expect(401);
  });

  it('another tenant: 403', async () => {
    const stranger = world.as(await world.signIn('bob@example.com'), 'tenant_a');
    expect((await stranger.get('/api/audit').expect(403)).body.code).toBe('tenant/forbidden');
  });

  it('a member or a viewer: 403', async () => {
    const viewer = world.as(await world.signIn('carol@example.com'), 'tenant_b');
    for (const who of [carol, viewer])
      expect((await who.get('/api/audit').expect(403)).body.code).toBe('tenant/role');
  });

  it('an unknown field: 400', async () => {
    const { body } = await alice.get('/api/audit?colour=red').expect(400);
    expect(body.errors).toEqual([{ field: 'colour', message: 'is not a known field' }]);
  });
});

async function superuser(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: world.database.superuserUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
