import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { connect } from 'node:net';
import { once } from 'node:events';
import { ItemList } from '../../src/item/item-list.ts';
import { World, type Caller, type Tokens } from '../support/world.ts';

let world: World;
let tokens: Tokens;
let alice: Caller;
let bob: Caller;

beforeAll(async () => {
  world = await World.start();
  tokens = await world.signIn('alice@example.com');
  alice = world.as(tokens, 'tenant_a');
  bob = world.as(await world.signIn('bob@example.com'), 'tenant_b');
});
afterAll(() => world.close());

interface Fields {
  readonly name: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly attributes?: object;
}

const ODD: readonly Fields[] = [
  { name: '=1+1', description: '+cmd|calc', tags: ['=x', '-y', '@z', 'plain'] },
  { name: "'=already", description: "''-twice", tags: ["'=x"] },
  { name: '\ttab', description: '\rreturn', tags: ['a;b', 'c\\d', ' e ', '\\'] },
  { name: '＝wide', description: '"quoted", with\nlines\r\n', tags: ['"', ','] },
  { name: "'apostrophe", description: ' spaces ', tags: [] },
  { name: '🚀 水泵', description: null, tags: ['ü'] },
  { name: '-5', description: null, tags: [], attributes: { n: -1.5, s: '=1', t: true, z: null } },
];

const csv = async (query = '', caller = alice) => {
  const { text } = await caller.get(`/api/items/export?format=csv${query}`).expect(200);
  return parse(text, { columns: true }) as Record<string, string>[];
};
const lines = (text: string) => text.split('\n').filter((line) => line !== '');

describe('An export', () => {
  it('as CSV has a header and a line for each item', async () => {
    const { text, headers } = await alice.get('/api/items/export').expect(200);
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="items.csv"',
      'cache-control': 'private, no-store',
      'transfer-encoding': 'chunked',
    });
    expect(text.split('\r\n')[0]).toBe(
      'id,name,description,tags,attributes,owner_sub,version,created_at,updated_at',
    );
    const { body } = await alice.get('/api/items?limit=100').expect(200);
    expect((await csv()).map(({ id }) => id)).toEqual(body.data.map(({ id }: { id: string }) => id));
  });

  it('as NDJSON has the items as the list shows them', async () => {
    const answer = await fetch(`${world.url}/api/items/export?format=ndjson&sort=name`, {
      headers: { Authorization: `Bearer ${tokens.access_token}`, 'X-Tenant-Id': 'tenant_a' },
    });
    expect(answer.status).toBe(200);
    const [text, headers] = [await answer.text(), Object.fromEntries(answer.headers)];
    expect(headers).toMatchObject({
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': 'attachment; filename="items.ndjson"',
    });
    const { body } = await alice.get('/api/items?limit=100&sort=name').expect(200);
    expect(lines(text).map((line) => JSON.parse(line) as unknown)).toEqual(body.data);
  });

  it('goes over many pages, in order, each item once', async () => {
    for (let n = 0; n < 5; n++) {
      const items = Array.from({ length: 500 }, (_, k) => ({
        name: `Many ${n * 500 + k}`,
        tags: ['many', `t${k % 3}`],
      }));
      await bob.post('/api/items/bulk').send({ items }).expect(201);
    }
    const all = await csv('&tag=many&sort=created_at', bob);
    expect(all.map(({ name }) => name)).toEqual(Array.from({ length: 2_500 }, (_, n) => `Many ${n}`));
    expect(await csv('&tag=many&q=many&sort=-name', bob)).toHaveLength(2_500);
    expect((await csv('&tag=t0', bob)).length).toBe(5 * 167);
    expect(await csv('&tag=none', bob)).toEqual([]);
  });

  it('keeps spreadsheets from calculating', async () => {
    await alice.post('/api/items/bulk').send({ items: ODD }).expect(201);
    const { text } = await alice.get('/api/items/export').expect(200);
    for (const row of parse(text) as string[][]) {
      for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      for (const tag of row[3]?.split(';') ?? []) expect(tag).not.toMatch(/^[=+\-@]/);
    }
  });

  it('can be imported again, and nothing is lost', async () => {
    const items = ODD.map((item) => ({ ...item, tags: [...item.tags, 'round-trip'] }));
    await alice.post('/api/items/bulk').send({ items }).expect(201);
    const { text } = await alice.get('/api/items/export?tag=round-trip&sort=created_at').expect(200);
    await bob.post('/api/items/import').type('text/csv').send(text).expect(201, { imported: ODD.length });
    const { body } = await bob.get('/api/items?tag=round-trip&sort=created_at').expect(200);
    const fields = (list: readonly Fields[]) =>
      list.map(({ name, description, tags, attributes = {} }) => ({ name, description, tags, attributes }));
    expect(fields(body.data)).toEqual(fields(items));
  });

  it('has nothing of another tenant', async () => {
    await bob.post('/api/items').send({ name: 'Canary zyzzyva' }).expect(201);
    expect((await alice.get('/api/items/export').expect(200)).text).not.toContain('zyzzyva');
  });
});

describe('When it goes wrong', () => {
  it('before anything was sent, it is an error as any other', async () => {
    const { body } = await alice.get('/api/items/export?format=xlsx').expect(400);
    expect(body.errors[0].field).toBe('format');
    await alice.get('/api/items/export?limit=3').expect(400);
  });

  it('midway, the connection breaks: half a file does not look like a whole one', async () => {
    const list = world.app.get(ItemList, { strict: false });
    const { pages } = list;
    list.pages = async function* (...args) {
      yield* [(await pages.apply(list, args).next()).value ?? []];
      throw new Error('the database has gone');
    };
    try {
      await expect(alice.get('/api/items/export').then(({ text }) => text)).rejects.toThrow(
        /aborted|socket hang up/,
      );
    } finally {
      list.pages = pages;
    }
  });

  it('because the reader does not read, it waits instead of filling the memory', async () => {
    const list = world.app.get(ItemList, { strict: false });
    const { pages } = list;
    let asked = 0;
    let ended = false;
    list.pages = async function* (...args) {
      const page = (await pages.apply(list, args).next()).value ?? [];
      try {
        for (; asked < 10_000; asked++) yield page;
      } finally {
        ended = true;
      }
    };
    try {
      const socket = connect(Number(new URL(world.url).port), '127.0.0.1');
      socket.pause();
      socket.write(
        `GET /api/items/export HTTP/1.1\r\nHost: x\r\nX-Tenant-Id: tenant_a\r\nAuthorization: Bearer ${tokens.access_token}\r\n\r\n`,
      );
      let before = -1;
      while (asked === 0 || asked !== before) {
        before = asked;
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
      expect(asked).toBeLessThan(9_000);
      socket.destroy();
      await once(socket, 'close');
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(ended).toBe(true);
    } finally {
      list.pages = pages;
    }
  });
});

describe('The five of every feature', () => {
  const path = '/api/items/export';
  it('no token: 401', () => world.http.get(path).set('X-Tenant-Id', 'tenant_a').expect(401));

  it('an ID token where an access token belongs: 401', () =>
    world.http
      .get(path)
      .set('Authorization', `Bearer ${tokens.id_token}`)
      .set('X-Tenant-Id', 'tenant_a')
      .expect(401));

  it('another tenant: 403', () => world.as(tokens, 'tenant_b').get(path).expect(403));

  it('a viewer may', async () => {
    const viewer = world.as(await world.signIn('carol@example.com'), 'tenant_b');
    await viewer.get(`${path}?q=zyzzyva`).expect(200);
  });
});
