import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventReader } from '../support/event-reader.ts';
import type { Caller, World } from '../support/world.ts';
import { raise } from './crew.ts';
import { StreamStage } from './stream-stage.ts';

let stage: StreamStage;
let world: World;
let alice: Caller;
let bob: Caller;

beforeAll(async () => {
  stage = await StreamStage.start();
  ({ world, alice, bob } = stage.crew);
});
afterEach(() => stage.closeReaders());
afterAll(() => stage.close());

describe('The stream', () => {
  it('tells of alerts that are made and changed, here and at another instance, within a second', async () => {
    const [here, there] = [await stage.follow(), await stage.follow({ app: stage.other })];
    const { id } = await raise(alice);
    for (const reader of [here, there]) expect(await reader.hears('alert.created', id, 1_000)).toBe(true);
    const { body } = await alice.post(`/api/alerts/${id}/acknowledge`).expect(200);
    for (const reader of [here, there]) expect(await reader.hears('alert.updated', id, 1_000)).toBe(true);
    const told = (reader: EventReader) => reader.events.map(({ name, id, data }) => ({ name, id, data }));
    expect(told(here)).toEqual(told(there));
    expect(here.events.at(-1)?.data).toEqual(body);
    expect(here.events.map((event) => event.id)).toEqual(
      here.events.map((event) => event.id).toSorted((a, b) => Number(a - b)),
    );
    expect(here.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'private, no-store, no-transform',
    });
  });

  it('tells of comments and of repetitions too', async () => {
    const dedup_key = randomUUID();
    const { id } = await raise(alice, { dedup_key });
    const reader = await stage.follow();
    await alice.post(`/api/alerts/${id}/comments`).send({ body: 'x' }).expect(201);
    expect(await reader.hears('alert.updated', id)).toBe(true);
    await raise(alice, { dedup_key });
    expect(await reader.has(2)).toBe(true);
    expect(reader.events.at(-1)?.data['occurrences']).toBe(2);
  });

  it('goes on after the last event that was seen, with all that was missed and nothing twice', async () => {
    const first = await stage.follow();
    const seen = await raise(alice);
    expect(await first.hears('alert.created', seen.id)).toBe(true);
    const { lastId } = first;
    first.close();
    const missed = [await raise(alice), await raise(alice)];
    await alice.post(`/api/alerts/${missed[0]?.id ?? ''}/resolve`).expect(200);
    const second = await stage.follow({ after: lastId, app: stage.other });
    expect(await second.has(3)).toBe(true);
    expect(second.events.map(({ name, data }) => [name, data['id']])).toEqual([
      ['alert.created', missed[0]?.id],
      ['alert.created', missed[1]?.id],
      ['alert.updated', missed[0]?.id],
    ]);
    const next = await raise(alice);
    expect(await second.hears('alert.created', next.id)).toBe(true);
    expect(second.events).toHaveLength(4);
  });

  it('can be taken up again by whoever has not seen any event yet', async () => {
    const reader = await stage.follow();
    await sleep(100);
    expect(reader.lastId).toBeDefined();
    reader.close();
    const { id } = await raise(alice);
    const again = await stage.follow({ after: reader.lastId });
    expect(await again.hears('alert.created', id)).toBe(true);
    expect(again.events).toHaveLength(1);
  });

  it.each(['x', '-1', '1.5', '9'.repeat(19)])('refuses the Last-Event-ID %s', async (id) => {
    const { body } = await alice.get('/api/alerts/stream').set('Last-Event-ID', id).expect(400);
    expect(body.errors[0].field).toBe('Last-Event-ID');
  });

  it('of a place that is yet to come begins now', async () => {
    const reader = await stage.follow({ after: 999_999_999n });
    const { id } = await raise(alice);
    expect(await reader.hears('alert.created', id)).toBe(true);
  });

  it("never tells another tenant's", async () => {
    const [ours, theirs] = [
      await stage.follow(),
      await stage.follow({ token: (await world.signIn('bob@example.com')).access_token, tenant: 'tenant_b' }),
    ];
    const made = await Promise.all(Array.from({ length: 40 }, (_, n) => raise(n % 2 === 0 ? alice : bob)));
    expect(await ours.has(20)).toBe(true);
    expect(await theirs.has(20)).toBe(true);
    await sleep(200);
    for (const [reader, tenant] of [[ours, 'tenant_a'] as const, [theirs, 'tenant_b'] as const]) {
      expect(new Set(reader.events.map(({ data }) => data['tenant_id']))).toEqual(new Set([tenant]));
      expect(reader.events.map(({ data }) => data['id']).toSorted()).toEqual(
        made
          .filter((alert) => alert.tenant_id === tenant)
          .map(({ id }) => id)
          .toSorted(),
      );
    }
    // The other tenant's places mean nothing here: they show none of its alerts.
    const taken = await stage.follow({ after: 0n });
    await sleep(300);
    expect(new Set(taken.events.map(({ data }) => data['tenant_id']))).toEqual(new Set(['tenant_a']));
  });

  it('misses nothing of 150 alerts that are made at once, and tells each once, in the order of its ids', async () => {
    const readers = [await stage.follow(), await stage.follow({ app: stage.other })];
    const made = await Promise.all(Array.from({ length: 150 }, () => raise(alice)));
    for (const reader of readers) {
      expect(await reader.has(150, 10_000)).toBe(true);
      expect(new Set(reader.events.map(({ data }) => data['id']))).toEqual(new Set(made.map(({ id }) => id)));
      const ids = reader.events.map(({ id }) => id);
      expect(ids).toEqual(ids.toSorted((a, b) => Number(a - b)));
      expect(reader.events).toHaveLength(150);
    }
  });

  it('has a heartbeat at least every 15 s', async () => {
    const reader = await stage.follow();
    await sleep(15_500);
    expect(reader.comments).toContain('heartbeat');
    expect(reader.isEnded).toBe(false);
  }, 25_000);
});

it('A thousand readers of one process all hear of an alert', async () => {
  const readers: EventReader[] = [];
  for (let round = 0; round < 10; round++) {
    readers.push(...(await Promise.all(Array.from({ length: 100 }, () => stage.follow()))));
  }
  const { id } = await raise(alice);
  const heard = await Promise.all(readers.map((reader) => reader.hears('alert.created', id, 10_000)));
  expect(heard.filter((each) => each)).toHaveLength(1_000);
}, 60_000);
