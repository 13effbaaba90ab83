import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { World, type Caller } from '../support/world.ts';

interface Page {
  data: { name: string }[];
  next_cursor: string | null;
}

let world: World;
let alice: Caller;
let bob: Caller;

beforeAll(async () => {
  world = await World.start();
  alice = world.as(await world.signIn('alice@example.com'), 'tenant_a');
  bob = world.as(await world.signIn('bob@example.com'), 'tenant_b');
});
afterAll(() => world.close());

const create = async (body: object) => (await alice.post('/api/items').send(body).expect(201)).body;

describe('The list of items', () => {
  const all = async (query: string) => {
    const names: string[] = [];
    let cursor = '';
    do {
      const { body } = await alice.get(`/api/items?${query}${cursor}`).expect(200);
      names.push(...body.data.map(({ name }: { name: string }) => name));
      cursor = body.next_cursor === null ? '' : `&cursor=${encodeURIComponent(body.next_cursor)}`;
    } while (cursor !== '');
    return names;
  };

  it('has 20 rows a page, newest first, and only those of the tenant', async () => {
    const { body } = await alice.get('/api/items').expect(200);
    expect(body.data).toHaveLength(20);
    const times = body.data.map(({ created_at }: { created_at: string }) => created_at);
    expect(times).toEqual([...times].sort().reverse());
    expect(new Set(body.data.map(({ tenant_id }: { tenant_id: string }) => tenant_id))).toEqual(
      new Set(['tenant_a']),
    );
  });

  it.each(['created_at', '-created_at', 'name', '-name', 'updated_at', '-updated_at'])(
    'sorted by %s shows each row once, whatever the size of the page',
    async (sort) => {
      const whole = await all(`sort=${sort}&limit=100`);
      expect(whole.length).toBeGreaterThanOrEqual(25);
      expect(await all(`sort=${sort}&limit=3`)).toEqual(whole);
    },
  );

  it('stays right while rows are added and removed', async () => {
    const names = Array.from({ length: 9 }, (_, n) => `paging-${n}`);
    for (const name of names) await create({ name });
    const first = await alice.get('/api/items?limit=4').expect(200);
    expect(first.body.data.map(({ name }: { name: string }) => name)).toEqual(names.slice(5).reverse());
    await create({ name: 'paging-later' });
    await alice.delete(`/api/items/${first.body.data[3].id}`).expect(204);
    const cursor = encodeURIComponent(first.body.next_cursor);
    const second = await alice.get(`/api/items?limit=4&cursor=${cursor}`).expect(200);
    expect(second.body.data.map(({ name }: { name: string }) => name)).toEqual(names.slice(1, 5).reverse());
  });

  it("shows one owner's", async () => {
    const owner = world.subjects['alice@example.com'];
    const { body } = await alice.get(`/api/items?limit=100&owner_sub=${owner}`).expect(200);
    expect(body.data.length).toBeGreaterThan(0);
    expect(new Set(body.data.map(({ owner_sub }: { owner_sub: string }) => owner_sub))).toEqual(
      new Set([owner]),
    );
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=-1',
    'limit=1e1',
    'limit=0x10',
    'limit=',
    'limit=1.5',
    'limit=1&limit=2',
    'limit=NaN',
    'sort=id',
    'sort=tenant_id',
    'sort=',
    'cursor=x',
    'cursor=',
    'offset=3',
    'owner_sub=',
    'owner_sub=%00',
    'q=',
    'q=%20',
    'q=%00',
    'q=a&q=b',
    `q=${'x'.repeat(201)}`,
    'tag=',
    `tag=${'x'.repeat(51)}`,
    'owner_sub[not]=x',
    'where={}',
    'tenant_id=tenant_b',
  ])('refuses ?%s and names what is wrong', async (query) => {
    const { body } = await alice.get(`/api/items?${query}`).expect(400);
    expect(body.errors[0].field).toBe(
      query.split(/[=[]/)[0] === 'owner_sub' && query.includes('[') ? 'owner_sub[not]' : query.split('=')[0],
    );
  });

  it('refuses cursors of another tenant, another sort and another filter, and changed ones', async () => {
    const { body } = await alice.get('/api/items?limit=1').expect(200);
    const cursor = body.next_cursor as string;
    await bob.get(`/api/items?limit=1&cursor=${cursor}`).expect(400);
    await alice.get(`/api/items?limit=1&sort=name&cursor=${cursor}`).expect(400);
    await alice.get(`/api/items?limit=1&owner_sub=x&cursor=${cursor}`).expect(400);
    for (let at = 0; at < cursor.length; at++) {
      const changed = cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1);
      await alice.get(`/api/items?limit=1&cursor=${changed}`).expect(400);
    }
    await alice.get(`/api/items?limit=1&cursor=${cursor}`).expect(200);
  });
});

describe('Items that come and go while somebody pages', () => {
  it('do not make others appear twice or go missing', async () => {
    const stable = Array.from({ length: 60 }, (_, n) => ({ name: `stable ${n}`, tags: ['stable'] }));
    await alice.post('/api/items/bulk').send({ items: stable }).expect(201);
    let running = true;
    const churn = (async () => {
      while (running) {
        const { id } = await create({ name: 'stable, for a moment', tags: ['stable', 'churn'] });
        await alice.delete(`/api/items/${id}`).expect(204);
      }
    })();
    for (const sort of ['-created_at', 'name', '-updated_at']) {
      for (const filter of ['', '&tag=stable', '&q=stable']) {
        const names: string[] = [];
        for (let cursor: string | null = ''; cursor !== null;) {
          const { body }: { body: Page } = await alice
            .get(`/api/items?limit=7&sort=${sort}${filter}${cursor}`)
            .expect(200);
          names.push(...body.data.map(({ name }) => name));
          cursor = body.next_cursor === null ? null : `&cursor=${encodeURIComponent(body.next_cursor)}`;
        }
        const seen = names.filter((name) => /^stable \d+$/.test(name));
        expect(seen.toSorted()).toEqual(stable.map(({ name }) => name).toSorted());
      }
    }
    running = false;
    await churn;
  });
});

describe('The lists of the earlier API', () => {
  it("are the user's own items and the tenant's, in pages", async () => {
    const carol = world.as(await world.signIn('carol@example.com'), 'tenant_a');
    const { body: made } = await carol.post('/api/items').send({ name: 'By Carol' }).expect(201);
    const own = await carol.get('/api/items/me?limit=100').expect(200);
    expect(new Set(own.body.data.map(({ owner_sub }: { owner_sub: string }) => owner_sub))).toEqual(
      new Set([world.subjects['carol@example.com']]),
    );
    expect(own.body.data[0]).toEqual(made);
    const all = await carol.get('/api/items/tenant?limit=3&sort=name').expect(200);
    expect(all.body).toEqual((await carol.get('/api/items?limit=3&sort=name').expect(200)).body);
    const next = await carol
      .get(`/api/items/tenant?limit=3&sort=name&cursor=${all.body.next_cursor}`)
      .expect(200);
    expect(next.body.data[0].id).not.toBe(all.body.data[0].id);
  });

  it('are marked as deprecated', async () => {
    const { body } = await world.http.get('/docs/openapi.json').expect(200);
    expect(body.paths['/api/items/me'].get.deprecated).toBe(true);
    expect(body.paths['/api/items/tenant'].get.deprecated).toBe(true);
    expect(body.paths['/api/items'].get.deprecated).toBeUndefined();
  });

  it.each(['me', 'tenant'])(
    '%s: no token 401, another tenant 403, an unknown parameter 400',
    async (name) => {
      await world.http.get(`/api/items/${name}`).set('X-Tenant-Id', 'tenant_a').expect(401);
      const tokens = await world.signIn('alice@example.com');
      await world.as(tokens, 'tenant_b').get(`/api/items/${name}`).expect(403);
      await alice.get(`/api/items/${name}?page=2`).expect(400);
    },
  );

  it('me takes no other owner', () => alice.get('/api/items/me?owner_sub=x').expect(400));
});
