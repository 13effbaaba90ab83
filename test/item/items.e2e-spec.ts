import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { World, type Caller } from '../support/world.ts';

let world: World;
let alice: Caller;
let bob: Caller;
let viewer: Caller;

beforeAll(async () => {
  world = await World.start();
  alice = world.as(await world.signIn('alice@example.com'), 'tenant_a');
  bob = world.as(await world.signIn('bob@example.com'), 'tenant_b');
  viewer = world.as(await world.signIn('carol@example.com'), 'tenant_b');
});
afterAll(() => world.close());

const create = async (body: object = { name: 'Pump 7' }) =>
  (await alice.post('/api/items').send(body).expect(201)).body;

describe('An item', () => {
  it('is made, read, changed and deleted', async () => {
    const made = await alice
      .post('/api/items')
      .send({
        name: 'Pump 7',
        description: 'North hall',
        tags: ['pump'],
        attributes: { bar: 6.5, spare: false },
      })
      .expect(201);
    expect(made.headers['etag']).toBe('"1"');
    expect(made.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      tenant_id: 'tenant_a',
      owner_sub: world.subjects['alice@example.com'],
      name: 'Pump 7',
      description: 'North hall',
      tags: ['pump'],
      attributes: { bar: 6.5, spare: false },
      version: 1,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: made.body.created_at,
    });
    const path = `/api/items/${made.body.id}`;
    const changed = await alice.patch(path).send({ name: 'Pump 8', description: null }).expect(200);
    expect(changed.body).toMatchObject({ name: 'Pump 8', description: null, tags: ['pump'], version: 2 });
    expect((await alice.get(path).expect(200)).body).toEqual(changed.body);
    await alice.delete(path).expect(204);
    const gone = await alice.get(path).expect(404);
    expect(gone.body.code).toBe('item/not_found');
  });

  it('has defaults for what is left out', async () => {
    expect(await create({ name: 'Bare' })).toMatchObject({ description: null, tags: [], attributes: {} });
  });

  it('keeps text as it is: markup, emoji, accents', async () => {
    const name = `<img src=x onerror=alert(1)> 🚀 Ünï "quoted" '; DROP TABLE items; --`;
    expect((await create({ name })).name).toBe(name);
  });

  it('counts characters as people do', async () => {
    expect((await create({ name: '🚀'.repeat(200) })).name).toHaveLength(400);
    await alice
      .post('/api/items')
      .send({ name: '🚀'.repeat(201) })
      .expect(400);
  });

  it.each([
    ['no name', {}, 'name'],
    ['an empty name', { name: '' }, 'name'],
    ['a blank name', { name: '   ' }, 'name'],
    ['a name that is too long', { name: 'x'.repeat(201) }, 'name'],
    ['a name that is null', { name: null }, 'name'],
    ['a name that is an object', { name: { not: '' } }, 'name'],
    ['a description that is too long', { name: 'x', description: 'x'.repeat(4_001) }, 'description'],
    ['too many tags', { name: 'x', tags: Array(21).fill('t') }, 'tags'],
    ['a tag that is too long', { name: 'x', tags: ['t'.repeat(51)] }, 'tags'],
    ['tags that are null', { name: 'x', tags: null }, 'tags'],
    ['attributes that are nested', { name: 'x', attributes: { a: { b: 1 } } }, 'attributes'],
    ['attributes that are a list', { name: 'x', attributes: [1] }, 'attributes'],
    ['a tenant', { name: 'x', tenant_id: 'tenant_b' }, 'tenant_id'],
    ['an owner', { name: 'x', owner_sub: 'somebody' }, 'owner_sub'],
    ['an id', { name: 'x', id: randomUUID() }, 'id'],
    ['a time', { name: 'x', created_at: '2026-01-01T00:00:00.000Z' }, 'created_at'],
    ['a version', { name: 'x', version: 7 }, 'version'],
    ['a field for its prototype', JSON.parse('{"name":"x","__proto__":{"a":1}}'), '__proto__'],
    ['a constructor', { name: 'x', constructor: { prototype: {} } }, 'constructor'],
    ['a NUL in its name', { name: 'x\u0000y' }, 'name'],
    ['half a surrogate pair', { name: 'x\ud800' }, 'name'],
  ])('is refused with %s, and the field is named', async (_name, body, field) => {
    const { body: problem } = await alice
      .post('/api/items')
      .send(JSON.stringify(body))
      .type('json')
      .expect(400);
    expect(problem.code).toBe('request/invalid');
    expect(problem.errors.map((error: { field: string }) => error.field)).toContain(field);
  });

  it.each(['42', 'not-a-uuid', '%00', "' or 1=1", randomUUID().slice(1)])(
    'has a UUID for an id, not %s',
    async (id) => {
      const { body } = await alice.get(`/api/items/${encodeURIComponent(id)}`).expect(400);
      expect(body.errors).toEqual([{ field: 'id', message: 'must be a UUID' }]);
    },
  );
});

describe('Versions', () => {
  it('answer 304 to whoever has the newest', async () => {
    const { id } = await create();
    await alice.get(`/api/items/${id}`).set('If-None-Match', '"1"').expect(304);
    await alice.get(`/api/items/${id}`).set('If-None-Match', 'W/"1", "9"').expect(304);
    await alice.get(`/api/items/${id}`).set('If-None-Match', '"2"').expect(200);
  });

  it('refuse a change of what somebody else has changed', async () => {
    const { id } = await create();
    await alice.patch(`/api/items/${id}`).set('If-Match', '"1"').send({ name: 'First' }).expect(200);
    const { body } = await alice
      .patch(`/api/items/${id}`)
      .set('If-Match', '"1"')
      .send({ name: 'Second' })
      .expect(412);
    expect(body.code).toBe('resource/changed');
    await alice.delete(`/api/items/${id}`).set('If-Match', '"1"').expect(412);
    await alice.delete(`/api/items/${id}`).set('If-Match', '"2"').expect(204);
  });

  it('let one of many win who change the same version', async () => {
    const { id } = await create();
    const changes = Array.from({ length: 8 }, (_, n) =>
      alice
        .patch(`/api/items/${id}`)
        .set('If-Match', '"1"')
        .send({ name: `Change ${n}` }),
    );
    const statuses = (await Promise.all(changes)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412 || status === 409)).toHaveLength(7);
    expect((await alice.get(`/api/items/${id}`)).body.version).toBe(2);
  });
});

describe("Another tenant's item", () => {
  it('is answered like one that does not exist, byte for byte', async () => {
    const { id } = await create();
    const calls = [
      (path: string) => bob.get(path),
      (path: string) => bob.patch(path).send({ name: 'mine' }),
      (path: string) => bob.delete(path),
    ];
    for (const call of calls) {
      const theirs = await call(`/api/items/${id}`).set('X-Request-Id', 'same').expect(404);
      const nobodys = await call(`/api/items/${randomUUID()}`).set('X-Request-Id', 'same').expect(404);
      expect(theirs.text).toBe(nobodys.text);
    }
    expect((await alice.get(`/api/items/${id}`).expect(200)).body.name).toBe('Pump 7');
  });
});

describe('The five of every feature', () => {
  it('no token: 401', async () => {
    for (const [method, path] of [
      ['get', ''],
      ['post', ''],
      ['get', `/${randomUUID()}`],
      ['patch', `/${randomUUID()}`],
      ['delete', `/${randomUUID()}`],
    ] as const) {
      await world.http[method](`/api/items${path}`).set('X-Tenant-Id', 'tenant_a').expect(401);
    }
  });

  it('an ID token where an access token belongs: 401', async () => {
    const { id_token } = await world.signIn('alice@example.com');
    await world.http
      .get('/api/items')
      .set('Authorization', `Bearer ${id_token}`)
      .set('X-Tenant-Id', 'tenant_a')
      .expect(401);
  });

  it('another tenant: 403', async () => {
    const tokens = await world.signIn('alice@example.com');
    const { body } = await world.as(tokens, 'tenant_b').get('/api/items').expect(403);
    expect(body.code).toBe('tenant/forbidden');
  });

  it('a viewer reads and does not write: 403', async () => {
    const { body } = await viewer.get('/api/items?limit=1').expect(200);
    const path = `/api/items/${body.data[0].id}`;
    for (const call of [
      viewer.post('/api/items').send({ name: 'x' }),
      viewer.patch(path).send({ name: 'x' }),
      viewer.delete(path),
    ]) {
      expect((await call.expect(403)).body.code).toBe('tenant/role');
    }
  });

  it('an unknown field: 400', async () => {
    const { id } = await create();
    const { body } = await alice.patch(`/api/items/${id}`).send({ colour: 'red' }).expect(400);
    expect(body.errors).toEqual([{ field: 'colour', message: 'is not a known field' }]);
  });
});
