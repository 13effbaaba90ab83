import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ALERT_SORTS } from '../../src/alert/alert-rows.ts';
import type { Caller, World } from '../support/world.ts';
import { crew, raise } from './crew.ts';

let world: World;
let alice: Caller;
let bob: Caller;

/** Every combination of severity and status, from two sources. */
const MARK = randomUUID().slice(0, 8);
const WANTED = ['critical', 'warning', 'info'].flatMap((severity) =>
  ['open', 'acknowledged', 'resolved'].flatMap((status) =>
    ['left', 'right'].map((source) => ({ severity, status, source: `${source}-${MARK}` })),
  ),
);

beforeAll(async () => {
  ({ world, alice, bob } = await crew());
  for (const { severity, status, source } of WANTED) {
    const { id } = await raise(alice, { title: `${MARK} ${severity} ${status}`, severity, source });
    if (status === 'acknowledged') await alice.post(`/api/alerts/${id}/acknowledge`).expect(200);
    if (status === 'resolved') await alice.post(`/api/alerts/${id}/resolve`).expect(200);
  }
});
afterAll(() => world.close());

const list = async (query: string, caller = alice) =>
  (await caller.get(`/api/alerts?limit=100&${query}`).expect(200)).body.data as Record<string, string>[];

describe('The list', () => {
  it.each([
    ['severity=critical', 6],
    ['severity=critical,info', 12],
    ['status=open', 6],
    ['status=open,acknowledged', 12],
    [`source=left-${MARK}`, 9],
    [`source=left-${MARK}&status=resolved&severity=warning`, 1],
    ['status=open,acknowledged,resolved&severity=info', 6],
  ])('is filtered by %s', async (query, count) => {
    const found = (await list(query)).filter(({ source }) => source?.endsWith(MARK) === true);
    expect(found).toHaveLength(count);
    const asked = new URLSearchParams(query);
    for (const alert of found) {
      for (const [name, value] of asked) expect(value.split(',')).toContain(alert[name]);
    }
  });

  it('is searched for words of title and description, whole and in any case', async () => {
    const word = `zz${randomUUID().slice(0, 8)}`;
    const [first, second] = [
      await raise(alice, { title: `The ${word.toUpperCase()} one` }),
      await raise(alice, { title: 'Other', description: `has ${word} in it, too` }),
    ];
    const found = async (q: string) => (await list(`q=${encodeURIComponent(q)}`)).map(({ id }) => id);
    expect(await found(word)).toEqual([second.id, first.id]);
    expect(await found(`${word} too`)).toEqual([second.id]);
    expect(await found(word.slice(0, -1))).toEqual([]);
    expect(await found('%')).toEqual([]);
    await alice.patch(`/api/alerts/${first.id}`).send({ title: 'Renamed' }).expect(200);
    expect(await found(word)).toEqual([second.id]);
  });

  it.each(ALERT_SORTS)(
    'is sorted by %s, and paged by cursor without loss while others come',
    async (sort) => {
      const field = sort.replace('-', '');
      const seen: string[] = [];
      let cursor = '';
      do {
        const { body } = await alice
          .get(`/api/alerts?limit=7&sort=${sort}&source=right-${MARK}${cursor}`)
          .expect(200);
        seen.push(...body.data.map((alert: Record<string, string>) => `${alert[field]} ${alert['id']}`));
        cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
        await raise(alice, { source: `passing-${MARK}` });
      } while (cursor !== '');
      const sorted = seen.toSorted();
      expect(seen).toEqual(sort.startsWith('-') ? sorted.toReversed() : sorted);
      expect(seen).toHaveLength(9);
    },
  );

  it('is of one item', async () => {
    const item = (await alice.post('/api/items').send({ name: 'x' }).expect(201)).body.id;
    const { id } = await raise(alice, { item_id: item });
    expect((await list(`item_id=${item}`)).map((alert) => alert['id'])).toEqual([id]);
    expect(await list(`item_id=${item}`, bob)).toEqual([]);
  });

  it.each([
    ['status=closed', 'status'],
    ['status=', 'status'],
    ['status=open,,resolved', 'status'],
    ['severity=Critical', 'severity'],
    ['severity=info,info,info,info', 'severity'],
    ['sort=severity', 'sort'],
    ['item_id=7', 'item_id'],
    ['q=', 'q'],
    ['limit=0', 'limit'],
    ['cursor=x', 'cursor'],
    ['owner=me', 'owner'],
  ])('refuses %s, naming the field', async (query, field) => {
    const { body } = await alice.get(`/api/alerts?${query}`).expect(400);
    expect(body.errors[0].field).toBe(field);
  });

  it('takes no cursor of another filter, sort or tenant', async () => {
    const { body } = await alice.get('/api/alerts?limit=1').expect(200);
    const { next_cursor } = body;
    await alice.get(`/api/alerts?limit=1&cursor=${next_cursor}`).expect(200);
    for (const query of ['status=open', 'sort=created_at', 'severity=info']) {
      await alice.get(`/api/alerts?limit=1&${query}&cursor=${next_cursor}`).expect(400);
    }
    await bob.get(`/api/alerts?limit=1&cursor=${next_cursor}`).expect(400);
  });

  it('shows each tenant its own', async () => {
    const [ours, theirs] = [await list(''), await list('', bob)];
    expect(new Set(ours.map((alert) => alert['tenant_id']))).toEqual(new Set(['tenant_a']));
    expect(new Set(theirs.map((alert) => alert['tenant_id']))).toEqual(new Set(['tenant_b']));
    expect(theirs.length).toBeGreaterThanOrEqual(12);
  });
});
