import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { EventReader } from '../support/event-reader.ts';
import { firstSignIn } from '../support/people.ts';
import { World, type Caller, type Tokens } from '../support/world.ts';

let world: World;
let other: NestExpressApplication;
let superuser: pg.Client;
let tokens: Tokens;
let alice: Caller;
let bob: Caller;
const open: EventReader[] = [];

beforeAll(async () => {
  world = await World.start({ variables: { NEW_SIGN_IN_ALERTS: '0' } });
  other = await world.anotherInstance();
  superuser = new pg.Client({ connectionString: world.database.superuserUrl });
  await superuser.connect();
  tokens = await world.signIn('alice@example.com');
  alice = world.as(tokens, 'tenant_a');
  bob = world.as(await world.signIn('bob@example.com'), 'tenant_b');
});
afterEach(() => open.splice(0).forEach((reader) => reader.close()));
afterAll(async () => {
  await superuser.end();
  await other.close();
  await world.close();
});

const urlOf = (app: NestExpressApplication) =>
  `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;

async function follow({
  app = world.app,
  token = tokens.access_token,
  tenant = 'tenant_a',
  after = undefined as bigint | undefined,
} = {}): Promise<EventReader> {
  const reader = await EventReader.open(`${urlOf(app)}/api/alerts/stream`, {
    Authorization: `Bearer ${token}`,
    'X-Tenant-Id': tenant,
    ...(after !== undefined && { 'Last-Event-ID': String(after) }),
  });
  open.push(reader);
  return reader;
}

const raise = async (fields: object = {}, caller = alice) =>
  (
    await caller
      .post('/api/alerts')
      .send({ title: 'Live', ...fields })
      .expect(201)
  ).body;

describe('The stream', () => {
  it('tells of alerts that are made and changed, here and at another instance, within a second', async () => {
    const [here, there] = [await follow(), await follow({ app: other })];
    const { id } = await raise();
    for (const reader of [here, there]) expect(await reader.hears('alert.created', id, 1_000)).toBe(true);
    const { body } = await alice.post(`/api/alerts/${id}/acknowledge`).expect(200);
    for (const reader of [here, there]) expect(await reader.hears('alert.updated', id, 1_000)).toBe(true);
    expect(here.events).toEqual(there.events);
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
    const { id } = await raise({ dedup_key });
    const reader = await follow();
    await alice.post(`/api/alerts/${id}/comments`).send({ body: 'x' }).expect(201);
    expect(await reader.hears('alert.updated', id)).toBe(true);
    await raise({ dedup_key });
    expect(await reader.has(2)).toBe(true);
    expect(reader.events.at(-1)?.data['occurrences']).toBe(2);
  });

  it('goes on after the last event that was seen, with all that was missed and nothing twice', async () => {
    const first = await follow();
    const seen = await raise();
    expect(await first.hears('alert.created', seen.id)).toBe(true);
    const { lastId } = first;
    first.close();
    const missed = [await raise(), await raise()];
    await alice.post(`/api/alerts/${missed[0].id}/resolve`).expect(200);
    const second = await follow({ after: lastId, app: other });
    expect(await second.has(3)).toBe(true);
    expect(second.events.map(({ name, data }) => [name, data['id']])).toEqual([
      ['alert.created', missed[0].id],
      ['alert.created', missed[1].id],
      ['alert.updated', missed[0].id],
    ]);
    const next = await raise();
    expect(await second.hears('alert.created', next.id)).toBe(true);
    expect(second.events).toHaveLength(4);
  });

  it('can be taken up again by whoever has not seen any event yet', async () => {
    const reader = await follow();
    await sleep(100);
    expect(reader.lastId).toBeDefined();
    reader.close();
    const { id } = await raise();
    const again = await follow({ after: reader.lastId });
    expect(await again.hears('alert.created', id)).toBe(true);
    expect(again.events).toHaveLength(1);
  });

  it.each(['x', '-1', '1.5', '9'.repeat(19)])('refuses the Last-Event-ID %s', async (id) => {
    const { body } = await alice.get('/api/alerts/stream').set('Last-Event-ID', id).expect(400);
    expect(body.errors[0].field).toBe('Last-Event-ID');
  });

  it('of a place that is yet to come begins now', async () => {
    const reader = await follow({ after: 999_999_999n });
    const { id } = await raise();
    expect(await reader.hears('alert.created', id)).toBe(true);
  });

  it("never tells another tenant's", async () => {
    const [ours, theirs] = [
      await follow(),
      await follow({ token: (await world.signIn('bob@example.com')).access_token, tenant: 'tenant_b' }),
    ];
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, n) => raise({ title: `of ${n % 2}` }, n % 2 === 0 ? alice : bob)),
    );
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
    const taken = await follow({ after: 0n });
    await sleep(300);
    expect(new Set(taken.events.map(({ data }) => data['tenant_id']))).toEqual(new Set(['tenant_a']));
  });

  it('misses nothing of 150 alerts that are made at once, and tells each once, in the order of its ids', async () => {
    const readers = [await follow(), await follow({ app: other })];
    const made = await Promise.all(Array.from({ length: 150 }, () => raise()));
    for (const reader of readers) {
      expect(await reader.has(150, 10_000)).toBe(true);
      expect(new Set(reader.events.map(({ data }) => data['id']))).toEqual(new Set(made.map(({ id }) => id)));
      const ids = reader.events.map(({ id }) => id);
      expect(ids).toEqual(ids.toSorted((a, b) => Number(a - b)));
      expect(reader.events).toHaveLength(150);
    }
  });

  it('has a heartbeat at least every 15 s', async () => {
    const reader = await follow();
    await sleep(15_500);
    expect(reader.comments).toContain('heartbeat');
    expect(reader.isEnded).toBe(false);
  }, 25_000);
});

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
    const [theirs, ours] = [await follow({ token: member.tokens.access_token, app: other }), await follow()];
    await alice.delete(`/api/tenant/members/${member.sub}`).expect(204);
    await endsSoon(theirs);
    expect(ours.isEnded).toBe(false);
    await expect(follow({ token: member.tokens.access_token })).rejects.toThrow('403');
  });

  it('when the member is suspended, and when the user signs out', async () => {
    const [suspended, leaver] = [await join(), await join()];
    const readers = await Promise.all(
      [suspended, leaver].map((member) => follow({ token: member.tokens.access_token, app: other })),
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
    const reader = await follow({ token: admin.access_token, tenant, app: other });
    await grace.patch(`/api/tenants/${tenant}`).send({ status: 'suspended' }).expect(200);
    await endsSoon(reader);
  });
});

describe('What goes wrong', () => {
  it('the connection that listens breaks: changes come all the same, and soon as before', async () => {
    const reader = await follow({ app: other });
    const kill = () =>
      superuser.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'tenantry-listen' AND datname = current_database()`,
      );
    expect((await kill()).rowCount).toBe(2);
    const { id } = await raise();
    expect(await reader.hears('alert.created', id, 3_000)).toBe(true);
    await sleep(1_000);
    const next = await raise();
    expect(await reader.hears('alert.created', next.id, 1_000)).toBe(true);
  });

  it('a process that dies before it has told of its change is found out', async () => {
    const reader = await follow();
    await superuser.query("SELECT set_config('app.tenant_id', 'tenant_a', false)");
    const { rows } = await superuser.query<{ id: string }>(
      "INSERT INTO alerts (tenant_id, title, source) VALUES ('tenant_a', 'Silent', 'sql') RETURNING id",
    );
    expect(await reader.hears('alert.created', rows[0]?.id ?? '', 7_000)).toBe(true);
  });

  it('a slow reader gets everything at its own pace, and holds up nobody', async () => {
    const [lazy, eager] = [await follow(), await follow()];
    lazy.response.pause();
    await superuser.query("SELECT set_config('app.tenant_id', 'tenant_a', false)");
    // Of 16 KB each: more than the buffers of the system between the two hold.
    await superuser.query(
      `INSERT INTO alerts (tenant_id, title, source, description)
       SELECT 'tenant_a', 'Long ' || n, 'sql', repeat('😀', 4000) FROM generate_series(1, 1200) AS n`,
    );
    const last = await raise();
    expect(await eager.hears('alert.created', last.id, 20_000)).toBe(true);
    expect(eager.events).toHaveLength(1_201);
    expect(lazy.events).toEqual([]);
    lazy.response.resume();
    expect(await lazy.has(1_201, 20_000)).toBe(true);
    expect(lazy.events.map(({ id }) => id)).toEqual(eager.events.map(({ id }) => id));
  }, 60_000);

  it('an instance that shuts down ends its streams rather than wait for them', async () => {
    const third = await world.anotherInstance();
    const reader = await follow({ app: third });
    const began = performance.now();
    await third.close();
    await reader.ended;
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

it('A thousand readers of one process all hear of an alert', async () => {
  const readers: EventReader[] = [];
  for (let round = 0; round < 10; round++) {
    readers.push(...(await Promise.all(Array.from({ length: 100 }, () => follow()))));
  }
  const { id } = await raise();
  const heard = await Promise.all(readers.map((reader) => reader.hears('alert.created', id, 10_000)));
  expect(heard.filter((each) => each)).toHaveLength(1_000);
}, 60_000);
