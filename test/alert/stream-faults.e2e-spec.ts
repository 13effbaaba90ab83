import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller, World } from '../support/world.ts';
import { raise } from './crew.ts';
import { StreamStage } from './stream-stage.ts';

let stage: StreamStage;
let world: World;
let alice: Caller;

beforeAll(async () => {
  stage = await StreamStage.start();
  ({ world, alice } = stage.crew);
});
afterEach(() => stage.closeReaders());
afterAll(() => stage.close());

describe('What goes wrong', () => {
  it('the connection that listens breaks: changes come all the same, and soon as before', async () => {
    const reader = await stage.follow({ app: stage.other });
    const kill = () =>
      stage.superuser.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'tenantry-listen' AND datname = current_database()`,
      );
    expect((await kill()).rowCount).toBe(2);
    const { id } = await raise(alice);
    expect(await reader.hears('alert.created', id, 3_000)).toBe(true);
    await sleep(1_000);
    const next = await raise(alice);
    expect(await reader.hears('alert.created', next.id, 1_000)).toBe(true);
  });

  it('a process that dies before it has told of its change is found out', async () => {
    const reader = await stage.follow();
    const [id = ''] = await stage.plant(1, null);
    expect(await reader.hears('alert.created', id, 7_000)).toBe(true);
  });

  it('a slow reader gets everything at its own pace, and holds up nobody', async () => {
    const [lazy, eager] = [await stage.follow(), await stage.follow()];
    lazy.response.pause();
    // Of 16 KB each: more than the buffers of the system between the two hold.
    await stage.plant(1_200, '😀'.repeat(4_000));
    const last = await raise(alice);
    expect(await eager.hears('alert.created', last.id, 20_000)).toBe(true);
    expect(eager.events).toHaveLength(1_201);
    expect(lazy.events).toEqual([]);
    lazy.response.resume();
    expect(await lazy.has(1_201, 20_000)).toBe(true);
    expect(lazy.events.map(({ id }) => id)).toEqual(eager.events.map(({ id }) => id));
  }, 60_000);

  it('an instance that shuts down ends its streams rather than wait for them', async () => {
    const third = await world.anotherInstance();
    const reader = await stage.follow({ app: third });
    const began = performance.now();
    await third.close();
    await reader.ended;
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
