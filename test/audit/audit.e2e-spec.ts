import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { World, type Caller } from '../support/world.ts';
import { entriesFor } from './entries.ts';

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
const entries = (query = '', who = alice) => entriesFor(who, query);

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

async function superuser(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: world.database.superuserUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
