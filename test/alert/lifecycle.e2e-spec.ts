import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Caller, World } from '../support/world.ts';
import { crew, kindsOf, raise } from './crew.ts';

let world: World;
let alice: Caller;

beforeAll(async () => {
  ({ world, alice } = await crew());
});
afterAll(() => world.close());

describe('Its way from open to resolved', () => {
  it('is acknowledged, resolved, reopened, and its timeline tells who and when', async () => {
    const { id } = await raise(alice);
    const act = async (action: string) => (await alice.post(`/api/alerts/${id}/${action}`).expect(200)).body;
    expect(await act('acknowledge')).toMatchObject({
      status: 'acknowledged',
      acknowledged_at: expect.any(String),
      resolved_at: null,
      version: 2,
    });
    expect(await act('resolve')).toMatchObject({ status: 'resolved', resolved_at: expect.any(String) });
    expect(await act('reopen')).toMatchObject({ status: 'open', acknowledged_at: null, resolved_at: null });
    expect(await act('resolve')).toMatchObject({ status: 'resolved', acknowledged_at: null });
    const { body } = await alice.get(`/api/alerts/${id}/timeline`).expect(200);
    expect(body.data.map(({ kind }: { kind: string }) => kind)).toEqual([
      'created',
      'acknowledged',
      'resolved',
      'reopened',
      'resolved',
    ]);
    expect(body.data[1]).toMatchObject({
      actor: { type: 'user', id: world.subjects['alice@example.com'] },
      before: { status: 'open' },
      after: { status: 'acknowledged' },
      at: expect.any(String),
    });
  });

  it.each([
    ['acknowledge', ['acknowledge']],
    ['acknowledge', ['resolve']],
    ['resolve', ['resolve']],
    ['reopen', []],
    ['reopen', ['acknowledge']],
  ])('does not take %s after %j: 409, and nothing changes', async (action, before) => {
    const { id } = await raise(alice);
    for (const each of before) await alice.post(`/api/alerts/${id}/${each}`).expect(200);
    const was = (await alice.get(`/api/alerts/${id}`)).body;
    const { body } = await alice.post(`/api/alerts/${id}/${action}`).expect(409);
    expect(body.code).toBe('alert/state');
    expect(body.detail).toContain(was.status);
    expect((await alice.get(`/api/alerts/${id}`)).body).toEqual(was);
  });

  it('of twenty people who acknowledge at once one does, and the others are told', async () => {
    const { id } = await raise(alice);
    // So slow that without a lock each would still see it open.
    await superuser(`CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_sleep(0.05); RETURN NEW; END $$;
      CREATE TRIGGER slow BEFORE UPDATE ON alerts FOR EACH ROW EXECUTE FUNCTION slow()`);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => alice.post(`/api/alerts/${id}/acknowledge`)),
    );
    await superuser('DROP FUNCTION slow CASCADE');
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'alert/state')).toHaveLength(19);
    expect(await kindsOf(alice, id)).toEqual(['created', 'acknowledged']);
  });

  it('with If-Match is 412 for whoever has seen another version', async () => {
    const { id } = await raise(alice);
    await alice.patch(`/api/alerts/${id}`).send({ title: 'Pump 8 is hot' }).expect(200);
    const stale = (action: string) => alice.post(`/api/alerts/${id}/${action}`).set('If-Match', '"1"');
    for (const action of ['acknowledge', 'resolve', 'reopen']) {
      expect((await stale(action).expect(412)).body.code).toBe('resource/changed');
    }
    await stale('assign').send({ assignee_sub: null }).expect(412);
    await alice.patch(`/api/alerts/${id}`).set('If-Match', '"1"').send({ title: 'mine' }).expect(412);
    expect((await alice.get(`/api/alerts/${id}`)).body).toMatchObject({ title: 'Pump 8 is hot', version: 2 });
    await alice.post(`/api/alerts/${id}/acknowledge`).set('If-Match', '"2"').expect(200);
  });

  it('is not reopened while another one with its key is open', async () => {
    const dedup_key = randomUUID();
    const { id } = await raise(alice, { dedup_key });
    await alice.post(`/api/alerts/${id}/resolve`).expect(200);
    const next = await raise(alice, { dedup_key });
    expect(next.id).not.toBe(id);
    expect((await alice.post(`/api/alerts/${id}/reopen`).expect(409)).body.code).toBe('alert/duplicate');
    await alice.post(`/api/alerts/${next.id}/resolve`).expect(200);
    await alice.post(`/api/alerts/${id}/reopen`).expect(200);
  });
});

describe('Whose it is', () => {
  const assign = (id: string, assignee_sub: unknown) =>
    alice.post(`/api/alerts/${id}/assign`).send({ assignee_sub });

  it('is given to a member, found by the member, and taken back', async () => {
    const { id } = await raise(alice);
    const carol = world.subjects['carol@example.com'] ?? '';
    expect((await assign(id, carol).expect(200)).body.assignee_sub).toBe(carol);
    const { body } = await alice.get(`/api/alerts?assignee_sub=${carol}`).expect(200);
    expect(body.data.map((alert: { id: string }) => alert.id)).toContain(id);
    expect((await assign(id, null).expect(200)).body.assignee_sub).toBeNull();
    expect(await kindsOf(alice, id)).toEqual(['created', 'assigned', 'assigned']);
  });

  it("is never given to another tenant's member, a stranger or a removed one", async () => {
    const { id } = await raise(alice);
    const bobs = world.subjects['bob@example.com'];
    const answers = await Promise.all([bobs, 'stranger', randomUUID()].map((sub) => assign(id, sub)));
    for (const { status, body } of answers) {
      expect(status).toBe(400);
      expect(body.errors).toEqual([{ field: 'assignee_sub', message: 'is no active member of the tenant' }]);
    }
    await assign(id, undefined).expect(400);
    await assign(id, '').expect(400);
    await assign(id, { sub: bobs }).expect(400);
  });
});

describe('The audit', () => {
  it('has each thing that somebody did, with who, when, before and after; but no repetitions', async () => {
    const { id } = await raise(alice, { dedup_key: randomUUID() });
    await raise(alice, { dedup_key: (await alice.get(`/api/alerts/${id}`)).body.dedup_key });
    await alice.post(`/api/alerts/${id}/acknowledge`).expect(200);
    await alice.patch(`/api/alerts/${id}`).send({ severity: 'info' }).expect(200);
    await alice
      .post(`/api/alerts/${id}/assign`)
      .send({ assignee_sub: world.subjects['alice@example.com'] })
      .expect(200);
    await alice.post(`/api/alerts/${id}/comments`).send({ body: 'said' }).expect(201);
    await alice.post(`/api/alerts/${id}/resolve`).expect(200);
    await alice.post(`/api/alerts/${id}/reopen`).expect(200);
    const { body } = await alice.get(`/api/audit?target=alert:${id}`).expect(200);
    const entries = body.data.toReversed().map((entry: Record<string, unknown>) => entry['action']);
    expect(entries).toEqual([
      'alert.create',
      'alert.acknowledge',
      'alert.update',
      'alert.assign',
      'alert.comment',
      'alert.resolve',
      'alert.reopen',
    ]);
    expect(body.data.at(-3)).toMatchObject({
      actor_sub: world.subjects['alice@example.com'],
      before: { severity: 'warning' },
      after: { severity: 'info' },
      request_id: expect.any(String),
      address: expect.any(String),
    });
  });
});

async function superuser(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: world.database.superuserUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
