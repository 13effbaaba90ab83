import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventReader } from '../support/event-reader.ts';
import { firstSignIn } from '../support/people.ts';
import type { Caller, World } from '../support/world.ts';
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

describe('It ends within 5 s', () => {
  const endsSoon = async (reader: EventReader) => {
    const began = performance.now();
    await Promise.race([reader.ended, sleep(6_000)]);
    expect(reader.isEnded).toBe(true);
    expect(performance.now() - began).toBeLessThan(5_000);
  };
  const join = async () => {
    const email = `${randomUUID()}@example.com`;
    const { body } = await alice.post('/api/tenant/members').send({ email, role: 'viewer' }).expect(201);
    return { sub: String(body.sub), tokens: await firstSignIn(world, email) };
  };

  it('when the member is removed, at another instance as well; others read on', async () => {
    const member = await join();
    const [theirs, ours] = [
      await stage.follow({ token: member.tokens.access_token, app: stage.other }),
      await stage.follow(),
    ];
    await alice.delete(`/api/tenant/members/${member.sub}`).expect(204);
    await endsSoon(theirs);
    expect(ours.isEnded).toBe(false);
    await expect(stage.follow({ token: member.tokens.access_token })).rejects.toThrow('403');
  });

  it('when the member is suspended, and when the user signs out', async () => {
    const [suspended, leaver] = [await join(), await join()];
    const readers = await Promise.all(
      [suspended, leaver].map((member) =>
        stage.follow({ token: member.tokens.access_token, app: stage.other }),
      ),
    );
    await alice.patch(`/api/tenant/members/${suspended.sub}`).send({ status: 'suspended' }).expect(200);
    await world.as(leaver.tokens).post('/api/user/logout').expect(200);
    await Promise.all(readers.map(endsSoon));
  });

  it('when the tenant is suspended', async () => {
    const grace = world.as(await world.signIn('grace@example.com'));
    const tenant = `t-${randomUUID()}`;
    const admin_email = `${randomUUID()}@example.com`;
    await grace.post('/api/tenants').send({ tenant_id: tenant, name: 'Brief', admin_email }).expect(201);
    const admin = await firstSignIn(world, admin_email);
    const reader = await stage.follow({ token: admin.access_token, tenant, app: stage.other });
    await grace.patch(`/api/tenants/${tenant}`).send({ status: 'suspended' }).expect(200);
    await endsSoon(reader);
  });
});
