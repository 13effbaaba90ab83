import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { World, type Caller } from '../support/world.ts';

let world: World;
let alice: Caller;
let viewer: Caller;

beforeAll(async () => {
  world = await World.start();
  alice = world.as(await world.signIn('alice@example.com'), 'tenant_a');
  viewer = world.as(await world.signIn('carol@example.com'), 'tenant_b');
});
afterAll(() => world.close());

const bulk = (items: unknown) => alice.post('/api/items/bulk').send({ items } as object);
const named = async (tag: string) =>
  (await alice.get(`/api/items?limit=100&tag=${tag}`).expect(200)).body.data as {
    name: string;
    id: string;
  }[];

describe('Many items at once', () => {
  it('are made in the order given, with the defaults of one', async () => {
    const items = Array.from({ length: 500 }, (_, n) => ({ name: `Bulk ${n}` }));
    const { body } = await bulk([...items.slice(1), { name: 'Bulk last', tags: ['x'] }]).expect(201);
    expect(body.data).toHaveLength(500);
    expect(body.data.map(({ name }: { name: string }) => name)).toEqual([
      ...items.slice(1).map(({ name }) => name),
      'Bulk last',
    ]);
    expect(body.data[0]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{14}7/),
      tenant_id: 'tenant_a',
      owner_sub: world.subjects['alice@example.com'],
      name: 'Bulk 1',
      description: null,
      tags: [],
      attributes: {},
      version: 1,
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      updated_at: body.data[0].created_at,
    });
    const { body: one } = await alice.get(`/api/items/${body.data[499].id}`).expect(200);
    expect(one).toEqual(body.data[499]);
  });

  it('keep every kind of value', async () => {
    const item = {
      name: `"quoted" 'x' \\ 🚀 {},[]`,
      description: 'two\nlines',
      tags: ['a,b', '{c}', '"d"', ' e '],
      attributes: { n: -1.5e-7, t: true, f: false, z: null, s: '\\"', 'ü k': 'ö' },
    };
    const { body } = await bulk([item, { name: 'next' }]).expect(201);
    expect(body.data[0]).toMatchObject(item);
  });

  it('are audited one by one', async () => {
    const { body } = await bulk([{ name: 'Audited 1' }, { name: 'Audited 2' }]).expect(201);
    for (const { id, name } of body.data as { id: string; name: string }[]) {
      const { body: audit } = await alice.get(`/api/audit?target=${id}`).expect(200);
      expect(audit.data).toEqual([expect.objectContaining({ action: 'item.create' })]);
      expect(JSON.stringify(audit.data[0])).toContain(name);
    }
  });

  it('may be larger together than one item', async () => {
    const items = Array.from({ length: 500 }, (_, n) => ({
      name: `Large ${n}`,
      description: 'x'.repeat(4_000),
    }));
    expect((await bulk(items).expect(201)).body.data).toHaveLength(500);
    await alice
      .post('/api/items')
      .send({ name: 'x', description: 'x'.repeat(2_000_000) })
      .expect(413);
    await bulk([{ name: 'x'.repeat(9_000_000) }]).expect(413);
  });

  it('are all refused for the fault of one, which is named', async () => {
    const tags = ['none-of-these'];
    const { body } = await bulk([
      { name: 'a', tags },
      { name: 'b', tags },
      { name: 'c', tags, colour: 'red' },
      { name: '', tags },
      { name: 'e', tags: [7] },
    ]).expect(400);
    expect(body.code).toBe('request/invalid');
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual([
      'items.2.colour',
      'items.3.name',
      'items.4.tags',
    ]);
    expect(await named('none-of-these')).toEqual([]);
  });

  it.each([
    ['none', []],
    ['501', Array.from({ length: 501 }, () => ({ name: 'x' }))],
    ['no list', { name: 'x' }],
    ['a text', 'x'],
    ['null', null],
    ['numbers', [1, 2]],
    ['lists', [[{ name: 'x' }]]],
    ['nothing', [null]],
  ])('are refused when they are %s', async (_name, items) => {
    const { body } = await bulk(items).expect(400);
    expect(body.errors[0].field).toMatch(/^items/);
  });

  it.each(['id', 'tenant_id', 'owner_sub', 'version', 'created_at'])('have no %s to name', async (field) => {
    const { body } = await bulk([{ name: 'x' }, { name: 'x', [field]: 'tenant_b' }]).expect(400);
    expect(body.errors).toEqual([{ field: `items.1.${field}`, message: 'is not a known field' }]);
  });
});

describe('The five of every feature', () => {
  const items = [{ name: 'x' }];
  it('no token: 401', () =>
    world.http.post('/api/items/bulk').set('X-Tenant-Id', 'tenant_a').send({ items }).expect(401));

  it('an ID token where an access token belongs: 401', async () => {
    const { id_token } = await world.signIn('alice@example.com');
    await world.http
      .post('/api/items/bulk')
      .set('Authorization', `Bearer ${id_token}`)
      .set('X-Tenant-Id', 'tenant_a')
      .send({ items })
      .expect(401);
  });

  it('another tenant: 403', async () => {
    const tokens = await world.signIn('alice@example.com');
    await world.as(tokens, 'tenant_b').post('/api/items/bulk').send({ items }).expect(403);
  });

  it('a viewer: 403', async () => {
    expect((await viewer.post('/api/items/bulk').send({ items }).expect(403)).body.code).toBe('tenant/role');
  });

  it('an unknown field: 400', async () => {
    const { body } = await alice.post('/api/items/bulk').send({ items, dry_run: true }).expect(400);
    expect(body.errors).toEqual([{ field: 'dry_run', message: 'is not a known field' }]);
  });
});
