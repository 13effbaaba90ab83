import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Caller, World } from '../support/world.ts';
import { crew, kindsOf, raise } from './crew.ts';

let world: World;
let alice: Caller;
let bob: Caller;

beforeAll(async () => {
  ({ world, alice, bob } = await crew());
});
afterAll(() => world.close());

describe('Reports with one dedup_key', () => {
  it('are one alert until it is resolved; then a new one', async () => {
    const dedup_key = randomUUID();
    const first = await raise(alice, { dedup_key });
    const again = await raise(alice, { dedup_key, title: 'Still hot', severity: 'critical' });
    expect(again).toMatchObject({ id: first.id, occurrences: 2, title: first.title, version: 2 });
    expect(again.last_seen_at >= first.last_seen_at).toBe(true);
    await alice.post(`/api/alerts/${first.id}/acknowledge`).expect(200);
    expect(await raise(alice, { dedup_key })).toMatchObject({ id: first.id, occurrences: 3 });
    await alice.post(`/api/alerts/${first.id}/resolve`).expect(200);
    expect(await raise(alice, { dedup_key })).toMatchObject({ occurrences: 1, status: 'open' });
    expect(await kindsOf(alice, first.id)).toEqual([
      'created',
      'repeated',
      'acknowledged',
      'repeated',
      'resolved',
    ]);
  });

  it('posted fifty times at once are one alert that occurred fifty times', async () => {
    const dedup_key = randomUUID();
    const made = await Promise.all(Array.from({ length: 50 }, () => raise(alice, { dedup_key })));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    const { body } = await alice.get(`/api/alerts/${made[0]?.id ?? ''}`).expect(200);
    expect(body).toMatchObject({ occurrences: 50, version: 50 });
    const { data } = (await alice.get(`/api/alerts/${body.id}/timeline`).expect(200)).body;
    expect(data.map(({ kind, count }: { kind: string; count: number }) => [kind, count])).toEqual([
      ['created', 1],
      ['repeated', 49],
    ]);
  });

  it('of two tenants have nothing to do with each other', async () => {
    const dedup_key = randomUUID();
    const [ours, theirs] = [await raise(alice, { dedup_key }), await raise(bob, { dedup_key })];
    expect(ours.id).not.toBe(theirs.id);
    expect([ours.occurrences, theirs.occurrences]).toEqual([1, 1]);
  });
});
