import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { World, type Caller } from '../support/world.ts';

let world: World;
let alice: Caller;
let bob: Caller;
let carolInA: Caller;
let carolInB: Caller;
let subs: Readonly<Record<string, string>>;

beforeAll(async () => {
  world = await World.start();
  subs = world.subjects;
  alice = world.as(await world.signIn('alice@example.com'), 'tenant_a');
  bob = world.as(await world.signIn('bob@example.com'), 'tenant_b');
  const carol = await world.signIn('carol@example.com');
  carolInA = world.as(carol, 'tenant_a');
  carolInB = world.as(carol, 'tenant_b');
});
afterAll(() => world.close());

const MEMBERS = '/api/tenant/members';
const invite = async (email: string, role = 'member') =>
  (await alice.post(MEMBERS).send({ email, role }).expect(201)).body;
const newAddress = () => `${randomUUID()}@example.com`;
const pathOf = ({ sub }: { sub: string }) => `${MEMBERS}/${sub}`;

describe('The list of members', () => {
  const subsOf = async (query: string) =>
    (await alice.get(`${MEMBERS}?${query}`).expect(200)).body.data.map(({ sub }: { sub: string }) => sub);

  it('is for every member, a viewer too, and has those of the tenant alone', async () => {
    for (const who of [bob, carolInB]) {
      const { body } = await who.get(MEMBERS).expect(200);
      expect(body.next_cursor).toBeNull();
      expect(
        body.data.map(({ email, role }: { email: string; role: string }) => [email, role]).sort(),
      ).toEqual([
        ['bob@example.com', 'admin'],
        ['carol@example.com', 'viewer'],
      ]);
    }
    const { body } = await alice.get(MEMBERS).expect(200);
    expect(body.data).toContainEqual({
      sub: subs['alice@example.com'],
      email: 'alice@example.com',
      username: subs['alice@example.com'],
      role: 'admin',
      status: 'active',
      joined_by: 'seed',
      version: 1,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });

  it('has each once, whatever the size of the page, in the order they joined', async () => {
    const made: string[] = [];
    for (let n = 0; n < 5; n++) made.push((await invite(newAddress())).sub);
    const whole = await subsOf('limit=100');
    expect(whole.slice(-5)).toEqual(made);
    const found: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await alice.get(`${MEMBERS}?limit=2${cursor}`).expect(200);
      found.push(...body.data.map(({ sub }: { sub: string }) => sub));
      if (body.next_cursor === null) break;
      cursor = `&cursor=${body.next_cursor}`;
    }
    expect(found).toEqual(whole);
  });

  it('shows those of one status, and removed ones only when asked', async () => {
    const [suspended, removed] = [await invite(newAddress()), await invite(newAddress())];
    await alice.patch(pathOf(suspended)).send({ status: 'suspended' }).expect(200);
    await alice.delete(pathOf(removed)).expect(204);
    expect(await subsOf('status=suspended')).toEqual([suspended.sub]);
    expect(await subsOf('status=removed')).toEqual([removed.sub]);
    expect(await subsOf('limit=100')).toEqual(expect.arrayContaining([suspended.sub]));
    expect(await subsOf('limit=100')).not.toEqual(expect.arrayContaining([removed.sub]));
    expect(await subsOf('status=active&limit=100')).not.toEqual(expect.arrayContaining([suspended.sub]));
  });

  it('refuses cursors of another tenant, another list and another filter', async () => {
    const { body } = await alice.get(`${MEMBERS}?limit=1`).expect(200);
    await bob.get(`${MEMBERS}?cursor=${body.next_cursor}`).expect(400);
    await alice.get(`${MEMBERS}?status=active&cursor=${body.next_cursor}`).expect(400);
    await alice.get(`/api/audit?cursor=${body.next_cursor}`).expect(400);
    await alice.get(`${MEMBERS}?limit=1&cursor=${body.next_cursor}`).expect(200);
  });
});

describe('A member', () => {
  it('gets another role, is suspended, reactivated and removed', async () => {
    const member = await invite(newAddress(), 'viewer');
    const path = pathOf(member);
    const changed = await alice.patch(path).send({ role: 'member' }).expect(200);
    expect(changed.headers['etag']).toBe('"2"');
    expect(changed.body).toEqual({
      ...member,
      role: 'member',
      version: 2,
      updated_at: expect.any(String),
    });
    const suspended = await alice.patch(path).send({ status: 'suspended', role: 'admin' }).expect(200);
    expect(suspended.body).toMatchObject({ role: 'admin', status: 'suspended', version: 3 });
    const active = await alice.patch(path).send({ status: 'active' }).expect(200);
    expect(active.body).toMatchObject({ role: 'admin', status: 'active', version: 4 });
    for (const body of [{}, { role: 'admin' }, { status: 'active' }]) {
      expect((await alice.patch(path).send(body).expect(200)).body).toEqual(active.body);
    }
    await alice.delete(path).expect(204);
    expect((await alice.delete(path).expect(404)).body.code).toBe('member/not_found');
    expect((await alice.patch(path).send({ status: 'active' }).expect(404)).body.code).toBe(
      'member/not_found',
    );
  });

  it('is not changed by somebody who has not seen the last change', async () => {
    const path = pathOf(await invite(newAddress()));
    await alice.patch(path).set('If-Match', '"1"').send({ role: 'viewer' }).expect(200);
    const stale = await alice.patch(path).set('If-Match', '"1"').send({ role: 'admin' }).expect(412);
    expect(stale.body.code).toBe('resource/changed');
    await alice.delete(path).set('If-Match', '"1"').expect(412);
    await alice.delete(path).set('If-Match', '"2"').expect(204);
  });

  it.each([
    [{ role: 'owner' }, 'role'],
    [{ role: null }, 'role'],
    [{ role: ['admin'] }, 'role'],
    [{ status: 'removed' }, 'status'],
    [{ status: null }, 'status'],
    [{ email: 'x@example.com' }, 'email'],
    [{ tenant_id: 'tenant_b' }, 'tenant_id'],
    [{ version: 9 }, 'version'],
    [{ joined_by: 'seed' }, 'joined_by'],
  ])('is not changed by %j', async (body, field) => {
    const answer = await alice.patch(`${MEMBERS}/${subs['carol@example.com']}`).send(body).expect(400);
    expect(answer.body.errors[0].field).toBe(field);
  });

  it('of another tenant is answered like nobody at all, byte for byte', async () => {
    for (const call of [
      (path: string) => alice.patch(path).send({ role: 'viewer' }),
      (path: string) => alice.delete(path),
    ]) {
      const answers = [];
      for (const sub of [subs['bob@example.com'], randomUUID(), 'unknown', "x'--"]) {
        const path = `${MEMBERS}/${encodeURIComponent(sub ?? '')}`;
        answers.push((await call(path).set('X-Request-Id', 'same').expect(404)).text);
      }
      expect(new Set(answers).size).toBe(1);
    }
    expect((await bob.get('/api/tenant').expect(200)).body.role).toBe('admin');
  });

  it('has a sub of printable ASCII; anything else is 400', async () => {
    for (const sub of ['a\u0000b', 'é', 'x'.repeat(256), 'a b']) {
      await alice.delete(`${MEMBERS}/${encodeURIComponent(sub)}`).expect(400);
    }
  });

  it('of two tenants is removed from one of them', async () => {
    const member = (await bob.get(MEMBERS)).body.data.find(
      ({ email }: { email: string }) => email === 'carol@example.com',
    );
    await bob.delete(pathOf(member)).expect(204);
    await carolInB.get('/api/tenant').expect(403);
    await carolInA.get('/api/tenant').expect(200);
    await bob.post(MEMBERS).send({ email: 'carol@example.com', role: 'viewer' }).expect(201);
    await carolInB.get('/api/tenant').expect(200);
  });
});

describe('The five of every feature', () => {
  const routes = () => {
    const path = `${MEMBERS}/${subs['alice@example.com']}`;
    return [
      (who: Caller) => who.get(MEMBERS),
      (who: Caller) => who.post(MEMBERS).send({ email: 'mallory@example.com', role: 'admin' }),
      (who: Caller) => who.patch(path).send({ role: 'viewer' }),
      (who: Caller) => who.delete(path),
    ];
  };

  it('no token: 401', async () => {
    const nobody = world.as({ access_token: '', id_token: '', refresh_token: '' }, 'tenant_a');
    for (const call of routes()) await call(nobody).expect(401);
  });

  it('an ID token where an access token belongs: 401', async () => {
    const { id_token } = await world.signIn('alice@example.com');
    const withIdToken = world.as({ access_token: id_token, id_token, refresh_token: '' }, 'tenant_a');
    for (const call of routes()) await call(withIdToken).expect(401);
  });

  it('another tenant: 403', async () => {
    const stranger = world.as(await world.signIn('bob@example.com'), 'tenant_a');
    for (const call of routes())
      expect((await call(stranger).expect(403)).body.code).toBe('tenant/forbidden');
  });

  it('a viewer or a member changes nobody: 403', async () => {
    for (const who of [carolInA, carolInB]) {
      for (const call of routes().slice(1))
        expect((await call(who).expect(403)).body.code).toBe('tenant/role');
    }
    expect(world.cognito.outbox('mallory@example.com')).toEqual([]);
  });

  it('an unknown field: 400', async () => {
    const body = { email: newAddress(), role: 'member', colour: 'red' };
    const answer = await alice.post(MEMBERS).send(body).expect(400);
    expect(answer.body.errors).toEqual([{ field: 'colour', message: 'is not a known field' }]);
  });
});
