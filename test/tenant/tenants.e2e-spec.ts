import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { callerOn, firstSignIn, within } from '../support/people.ts';
import { World, type Caller, type Tokens } from '../support/world.ts';

let world: World;
let grace: Caller;
let aliceTokens: Tokens;

beforeAll(async () => {
  world = await World.start({ variables: { NEW_SIGN_IN_ALERTS: '0' } });
  grace = world.as(await world.signIn('grace@example.com'));
  aliceTokens = await world.signIn('alice@example.com');
});
afterAll(() => world.close());

const newId = () => `t-${randomUUID()}`;
const make = async (body: object) => (await grace.post('/api/tenants').send(body).expect(201)).body;
const mailsTo = (email: string) => world.cognito.outbox(email);

describe('A tenant', () => {
  it('is made, read, renamed, suspended and reactivated', async () => {
    const tenant_id = newId();
    const made = await grace.post('/api/tenants').send({ tenant_id, name: 'Hooli' }).expect(201);
    expect(made.headers['etag']).toBe('"1"');
    expect(made.body).toEqual({
      tenant_id,
      name: 'Hooli',
      status: 'active',
      plan: 'standard',
      version: 1,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: made.body.created_at,
    });
    const path = `/api/tenants/${tenant_id}`;
    expect((await grace.get(path).expect(200)).body).toEqual(made.body);
    const renamed = await grace.patch(path).send({ name: 'Hooli XYZ' }).expect(200);
    expect(renamed.body).toMatchObject({ name: 'Hooli XYZ', status: 'active', version: 2 });
    expect(renamed.body.updated_at > made.body.updated_at).toBe(true);
    const suspended = await grace.patch(path).send({ status: 'suspended' }).expect(200);
    expect(suspended.body).toMatchObject({ name: 'Hooli XYZ', status: 'suspended', version: 3 });
    const active = await grace.patch(path).send({ status: 'active', name: 'Hooli' }).expect(200);
    expect(active.body).toMatchObject({ name: 'Hooli', status: 'active', version: 4 });
    // Nothing changes where nothing differs.
    for (const body of [{}, { name: 'Hooli' }, { status: 'active' }]) {
      expect((await grace.patch(path).send(body).expect(200)).body).toEqual(active.body);
    }
  });

  it('has an ETag, and refuses changes of somebody who has not seen the last one', async () => {
    const { tenant_id } = await make({ tenant_id: newId(), name: 'Tagged' });
    const path = `/api/tenants/${tenant_id}`;
    const { headers } = await grace.get(path).expect(200);
    await grace
      .get(path)
      .set('If-None-Match', headers['etag'] ?? '')
      .expect(304);
    const changed = await grace.patch(path).set('If-Match', '"1"').send({ name: 'One' }).expect(200);
    expect(changed.headers['etag']).toBe('"2"');
    const stale = await grace.patch(path).set('If-Match', '"1"').send({ name: 'Two' }).expect(412);
    expect(stale.body.code).toBe('resource/changed');
    expect((await grace.get(path).expect(200)).body.name).toBe('One');
  });

  it('has a plan, which is given and changed, and the audit says so', async () => {
    const { tenant_id } = await make({
      tenant_id: newId(),
      name: 'Small',
      plan: 'limited',
      admin_email: 'p@example.com',
    });
    const path = `/api/tenants/${tenant_id}`;
    expect((await grace.get(path).expect(200)).body.plan).toBe('limited');
    const changed = await grace.patch(path).send({ plan: 'standard' }).expect(200);
    expect(changed.body).toMatchObject({ name: 'Small', plan: 'standard', version: 2 });
    expect((await grace.patch(path).send({ plan: 'standard' }).expect(200)).body.version).toBe(2);
    const { body } = await world
      .as(await firstSignIn(world, 'p@example.com'))
      .get('/api/audit')
      .expect(200);
    expect(body.data).toMatchObject([
      { action: 'tenant.update', before: { plan: 'limited' }, after: { plan: 'standard' } },
      { action: 'member.invite' },
      { action: 'tenant.create', after: { name: 'Small', status: 'active', plan: 'limited' } },
    ]);
  });

  it('has an id nobody else has', async () => {
    const body = { tenant_id: newId(), name: 'First' };
    await make(body);
    const again = await grace.post('/api/tenants').send({ ...body, admin_email: 'late@example.com' });
    expect([again.status, again.body.code]).toEqual([409, 'tenant/exists']);
    expect(mailsTo('late@example.com')).toEqual([]);
    const twins = { tenant_id: newId(), name: 'Twin' };
    const answers = await Promise.all([1, 2, 3, 4].map(() => grace.post('/api/tenants').send(twins)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  it.each([
    ['no id', { name: 'x' }, 'tenant_id'],
    ['an upper-case id', { tenant_id: 'Acme', name: 'x' }, 'tenant_id'],
    ['an id with a space', { tenant_id: 'a b', name: 'x' }, 'tenant_id'],
    ['an id with a line end', { tenant_id: 'acme\n', name: 'x' }, 'tenant_id'],
    ['an id that begins with -', { tenant_id: '-a', name: 'x' }, 'tenant_id'],
    ['an id that is too long', { tenant_id: 'a'.repeat(65), name: 'x' }, 'tenant_id'],
    ['a number as id', { tenant_id: 1, name: 'x' }, 'tenant_id'],
    ['the id www', { tenant_id: 'www', name: 'x' }, 'tenant_id'],
    ['the id api', { tenant_id: 'api', name: 'x' }, 'tenant_id'],
    ['the id admin', { tenant_id: 'admin', name: 'x' }, 'tenant_id'],
    ['no name', { tenant_id: 'fresh' }, 'name'],
    ['a blank name', { tenant_id: 'fresh', name: ' ' }, 'name'],
    ['a long name', { tenant_id: 'fresh', name: 'x'.repeat(201) }, 'name'],
    ['no address', { tenant_id: 'fresh', name: 'x', admin_email: 'nobody' }, 'admin_email'],
    ['null for an address', { tenant_id: 'fresh', name: 'x', admin_email: null }, 'admin_email'],
    ['a plan that is none', { tenant_id: 'fresh', name: 'x', plan: 'golden' }, 'plan'],
    ['a plan that cannot be one', { tenant_id: 'fresh', name: 'x', plan: 'Gold; --' }, 'plan'],
    ['null for a plan', { tenant_id: 'fresh', name: 'x', plan: null }, 'plan'],
    ['a status', { tenant_id: 'fresh', name: 'x', status: 'active' }, 'status'],
  ])('is not made with %s', async (_, body, field) => {
    const answer = await grace.post('/api/tenants').send(body).expect(400);
    expect(answer.body.errors[0].field).toBe(field);
    await grace.get('/api/tenants/fresh').expect(404);
  });

  it.each([
    [{ status: 'removed' }, 'status'],
    [{ status: null }, 'status'],
    [{ name: null }, 'name'],
    [{ plan: 'golden' }, 'plan'],
    [{ plan: 7 }, 'plan'],
    [{ plan: null }, 'plan'],
    [{ tenant_id: 'tenant_z' }, 'tenant_id'],
    [{ version: 7 }, 'version'],
  ])('is not changed by %j', async (body, field) => {
    const answer = await grace.patch('/api/tenants/tenant_a').send(body).expect(400);
    expect(answer.body.errors[0].field).toBe(field);
  });

  it('that does not exist is 404, and what cannot be one 400', async () => {
    const path = `/api/tenants/${newId()}`;
    expect((await grace.get(path).expect(404)).body.code).toBe('tenant/not_found');
    expect((await grace.patch(path).send({ name: 'x' }).expect(404)).body.code).toBe('tenant/not_found');
    await grace.get('/api/tenants/NOPE').expect(400);
    await grace.get(`/api/tenants/${encodeURIComponent('a\u0000b')}`).expect(400);
  });
});

describe('The list of tenants', () => {
  it('has each once, ordered by id, whatever the size of the page', async () => {
    const ids = async (limit: number) => {
      const found: string[] = [];
      for (let cursor = ''; ;) {
        const { body } = await grace.get(`/api/tenants?limit=${limit}${cursor}`).expect(200);
        found.push(...body.data.map(({ tenant_id }: { tenant_id: string }) => tenant_id));
        if (body.next_cursor === null) return found;
        cursor = `&cursor=${body.next_cursor}`;
      }
    };
    const whole = await ids(100);
    expect(whole).toEqual([...whole].sort());
    expect(whole).toEqual(expect.arrayContaining(['tenant_a', 'tenant_b', 'tenant_c']));
    expect(await ids(2)).toEqual(whole);
  });

  it('refuses cursors that are not its own', async () => {
    const { body } = await world.as(aliceTokens, 'tenant_a').get('/api/items?limit=1').expect(200);
    await grace.get(`/api/tenants?cursor=${body.next_cursor}`).expect(400);
  });
});

describe('The first admin', () => {
  it('is invited by mail, and is admin from the first sign-in on', async () => {
    const tenant_id = newId();
    const email = 'gavin@example.com';
    await make({ tenant_id, name: 'Hooli', admin_email: email });
    const tokens = await firstSignIn(world, email);
    const gavin = world.as(tokens);
    expect((await gavin.get('/api/tenant').expect(200)).body).toMatchObject({ tenant_id, role: 'admin' });
    const { body } = await gavin.get('/api/audit').expect(200);
    expect(body.data).toMatchObject([
      { action: 'member.invite', actor_sub: world.subjects['grace@example.com'] },
      { action: 'tenant.create', actor_sub: world.subjects['grace@example.com'] },
    ]);
  });

  it('may be somebody who works elsewhere', async () => {
    const tenant_id = newId();
    await make({ tenant_id, name: 'Second job', admin_email: 'carol@example.com' });
    const carol = world.as(await world.signIn('carol@example.com'), tenant_id);
    expect((await carol.get('/api/tenant').expect(200)).body.role).toBe('admin');
  });

  it('who cannot be invited leaves no tenant behind; a repeat heals it', async () => {
    const tenant_id = newId();
    const body = { tenant_id, name: 'Pied Piper', admin_email: 'richard@example.com' };
    world.cognito.fault('AdminCreateUser', 'InternalErrorException', 2);
    const { status } = await grace.post('/api/tenants').send(body);
    expect(status).toBe(503);
    await grace.get(`/api/tenants/${tenant_id}`).expect(404);
    await make(body);
    expect(mailsTo('richard@example.com')).toHaveLength(1);
  });
});

describe('Suspending a tenant', () => {
  let other: NestExpressApplication;
  beforeAll(async () => {
    other = await world.anotherInstance();
  });
  afterAll(() => other.close());

  it('shuts everybody out, here at once and on every instance within 5 s', async () => {
    const elsewhere = callerOn(other, aliceTokens, 'tenant_a');
    const here = world.as(aliceTokens, 'tenant_a');
    await elsewhere.get('/api/tenant').expect(200);
    await here.get('/api/tenant').expect(200);
    await grace.patch('/api/tenants/tenant_a').send({ status: 'suspended' }).expect(200);
    const refused = await here.get('/api/tenant').expect(403);
    const unknown = await world.as(aliceTokens, 'no_such_tenant').get('/api/tenant').expect(403);
    const body = ({ text, headers }: typeof refused) => text.replace(headers['x-request-id'] as string, '');
    expect(body(refused)).toBe(body(unknown));
    expect(await within(5_000, async () => (await elsewhere.get('/api/tenant')).status === 403)).toBe(true);
    await grace.patch('/api/tenants/tenant_a').send({ status: 'active' }).expect(200);
    await here.get('/api/tenant').expect(200);
    expect(await within(5_000, async () => (await elsewhere.get('/api/tenant')).status === 200)).toBe(true);
  });
});

describe('The five of every feature', () => {
  const routes = [
    (who: Caller) => who.get('/api/tenants'),
    (who: Caller) => who.post('/api/tenants').send({ tenant_id: 'mine', name: 'Mine' }),
    (who: Caller) => who.get('/api/tenants/tenant_a'),
    (who: Caller) => who.patch('/api/tenants/tenant_a').send({ status: 'suspended' }),
  ];

  it('no token: 401', async () => {
    const nobody = world.as({ access_token: '', id_token: '', refresh_token: '' });
    for (const call of routes) await call(nobody).expect(401);
  });

  it('an ID token where an access token belongs: 401', async () => {
    const { id_token } = await world.signIn('grace@example.com');
    const withIdToken = world.as({ access_token: id_token, id_token, refresh_token: '' });
    for (const call of routes) await call(withIdToken).expect(401);
  });

  it('an admin of a tenant, with or without naming it, is not of the group: 403, and nothing is told', async () => {
    for (const who of [world.as(aliceTokens), world.as(aliceTokens, 'tenant_a')]) {
      for (const call of routes) expect((await call(who).expect(403)).body.code).toBe('auth/group');
      const theirs = await who.get('/api/tenants/tenant_b').set('X-Request-Id', 'same').expect(403);
      const none = await who.get('/api/tenants/no-such').set('X-Request-Id', 'same').expect(403);
      expect(theirs.text).toBe(none.text);
    }
    expect((await grace.get('/api/tenants/tenant_a').expect(200)).body.status).toBe('active');
  });

  it('the group alone lets nobody into a tenant: 403', async () => {
    const { body } = await world.as(await world.signIn('grace@example.com'), 'tenant_a').get('/api/items');
    expect(body.code).toBe('tenant/forbidden');
  });

  it('an unknown field: 400', async () => {
    const { body } = await grace.patch('/api/tenants/tenant_a').send({ colour: 'red' }).expect(400);
    expect(body.errors).toEqual([{ field: 'colour', message: 'is not a known field' }]);
  });
});
