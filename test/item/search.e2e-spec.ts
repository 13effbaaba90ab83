import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { World, type Caller } from '../support/world.ts';

let world: World;
let alice: Caller;
let bob: Caller;

const ITEMS = [
  { name: 'Centrifugal pump', description: 'North hall, second row', tags: ['pump', 'north'] },
  { name: 'Diaphragm PUMP', description: null, tags: ['pump'] },
  { name: 'Valve', description: 'for the pump in the north hall', tags: ['North', 'a;b', '100%'] },
  { name: 'Straße in Köln', description: 'ﬁre', tags: ['ß'] },
  { name: 'a_b 100% c\\d', description: 'underscore_joined', tags: [] },
  { name: "O'Neill; DROP TABLE items", description: '水泵 ポンプ', tags: ["'"] },
];

beforeAll(async () => {
  world = await World.start();
  alice = world.as(await world.signIn('alice@example.com'), 'tenant_a');
  bob = world.as(await world.signIn('bob@example.com'), 'tenant_b');
  const owned = await alice.get('/api/items?limit=100').expect(200);
  for (const { id } of owned.body.data) await alice.delete(`/api/items/${id}`).expect(204);
  await alice.post('/api/items/bulk').send({ items: ITEMS }).expect(201);
});
afterAll(() => world.close());

const found = async (query: Record<string, string>, caller = alice) => {
  const { body } = await caller
    .get(`/api/items?${new URLSearchParams({ sort: 'created_at', ...query })}`)
    .expect(200);
  return body.data.map(({ name }: { name: string }) => name) as string[];
};
const names = (...numbers: number[]) => numbers.map((n) => ITEMS[n]?.name);

describe('Search', () => {
  it.each([
    ['pump', [0, 1, 2]],
    ['PUMP north', [0, 2]],
    ['north, pump!', [0, 2]],
    ['pump pump', [0, 1, 2]],
    ['valve pump hall', [2]],
    ['pump diesel', []],
    // Whole words.
    ['pum', []],
    ['ump', []],
    // Compatibility forms are folded on both sides.
    ['fire', [3]],
    ['köln', [3]],
    ['KÖLN', [3]],
    ["O'Neill", [5]],
    ['水泵', [5]],
  ])('for %p finds what has all the words in name or description', async (q, numbers) => {
    expect(await found({ q })).toEqual(names(...numbers));
  });

  it.each(['%', '_', '\\', '*', '%%', '...', "'", '"', '--', ';', '| &', '!', ':*', '( )'])(
    'for %p, which is no word, finds nothing',
    async (q) => {
      expect(await found({ q })).toEqual([]);
    },
  );

  it.each([
    ['100%', [4]],
    ['a_b', [4]],
    ['c\\d', [4]],
    ['pu%p', []],
    ['p_mp', []],
    ["pump' OR '1'='1", []],
    ['pump:*', [0, 1, 2]],
    ['pump | valve', [2]],
  ])('takes %p for words, not for a pattern or a formula', async (q, numbers) => {
    expect(await found({ q })).toEqual(names(...numbers));
  });

  it.each([
    ['pump', [0, 1]],
    ['North', [2]],
    ['north', [0]],
    ['a;b', [2]],
    ['100%', [2]],
    ['%', []],
    ["'", [5]],
    ['no such tag', []],
  ])('by the tag %p is exact', async (tag, numbers) => {
    expect(await found({ tag })).toEqual(names(...numbers));
  });

  it('joins words, tag and owner', async () => {
    const owner = world.subjects['alice@example.com'] ?? '';
    expect(await found({ q: 'pump', tag: 'pump' })).toEqual(names(0, 1));
    expect(await found({ q: 'pump', tag: 'north' })).toEqual(names(0));
    expect(await found({ q: 'pump', tag: 'pump', owner_sub: owner })).toEqual(names(0, 1));
    expect(await found({ q: 'pump', owner_sub: 'somebody else' })).toEqual([]);
    expect(await found({ tag: 'pump', owner_sub: 'somebody else' })).toEqual([]);
  });

  it('does not take a word for a tag, nor a tag for a word', async () => {
    expect(await found({ q: 'tag:pump' })).toEqual([]);
    expect(await found({ tag: 'word:pump' })).toEqual([]);
    expect(await found({ q: 'word:pump' })).toEqual([]);
  });

  it("sees nothing of another tenant's", async () => {
    await bob
      .post('/api/items')
      .send({ name: 'Canary zyzzyva', tags: ['zyzzyva'] })
      .expect(201);
    expect(await found({ q: 'zyzzyva' }, bob)).toEqual(['Canary zyzzyva']);
    expect(await found({ q: 'zyzzyva' })).toEqual([]);
    expect(await found({ tag: 'zyzzyva' })).toEqual([]);
  });

  it('follows changes', async () => {
    const { body } = await alice
      .post('/api/items')
      .send({ name: 'Xylophone', tags: ['brass'] })
      .expect(201);
    await alice
      .patch(`/api/items/${body.id}`)
      .send({ name: 'Glockenspiel', tags: ['steel'] })
      .expect(200);
    expect(await found({ q: 'xylophone' })).toEqual([]);
    expect(await found({ tag: 'brass' })).toEqual([]);
    expect(await found({ q: 'glockenspiel', tag: 'steel' })).toEqual(['Glockenspiel']);
    await alice.delete(`/api/items/${body.id}`).expect(204);
    expect(await found({ q: 'glockenspiel' })).toEqual([]);
  });

  it('takes a hundred words', async () => {
    const many = Array.from({ length: 100 }, (_, n) => String.fromCharCode(0x4e00 + n)).join(' ');
    expect(await found({ q: many })).toEqual([]);
    await alice.post('/api/items').send({ name: 'many', description: many }).expect(201);
    expect(await found({ q: many })).toEqual(['many']);
  });

  it('refuses a cursor of other words or another tag', async () => {
    const { body } = await alice.get('/api/items?q=pump&limit=1').expect(200);
    const cursor = encodeURIComponent(body.next_cursor);
    await alice.get(`/api/items?q=pump&limit=1&cursor=${cursor}`).expect(200);
    for (const other of ['', '&q=valve', '&tag=pump', '&q=pump&tag=pump', '&owner_sub=pump']) {
      await alice.get(`/api/items?limit=1${other}&cursor=${cursor}`).expect(400);
    }
  });
});
