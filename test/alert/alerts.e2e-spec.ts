import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { World, type Caller, type Tokens } from '../support/world.ts';

let world: World;
let tokens: Tokens;
let alice: Caller;
let bob: Caller;
let carolAsViewer: Caller;

beforeAll(async () => {
  world = await World.start();
  tokens = await world.signIn('alice@example.com');
  alice = world.as(tokens, 'tenant_a');
  bob = world.as(await world.signIn('bob@example.com'), 'tenant_b');
  carolAsViewer = world.as(await world.signIn('carol@example.com'), 'tenant_b');
});
afterAll(() => world.close());

const SUB = () => world.subjects['alice@example.com'];
const raise = async (fields: object = {}, caller = alice) =>
  (
    await caller
      .post('/api/alerts')
      .send({ title: 'Pump 7 is hot', ...fields })
      .expect(201)
  ).body;
const kindsOf = async (id: string, caller = alice) =>
  (await caller.get(`/api/alerts/${id}/timeline`).expect(200)).body.data.map(
    ({ kind }: { kind: string }) => kind,
  );

describe('An alert', () => {
  it('is raised with all its fields, and read with its version', async () => {
    const item = (await alice.post('/api/items').send({ name: 'Pump 7' }).expect(201)).body;
    const sent = {
      title: 'Pump 7 is hot',
      description: '94 °C',
      severity: 'critical',
      source: 'watch',
      dedup_key: randomUUID(),
      labels: { site: 'north' },
      item_id: item.id,
    };
    const { body, headers } = await alice.post('/api/alerts').send(sent).expect(201);
    expect(body).toEqual({
      ...sent,
      id: expect.stringMatching(/^[0-9a-f-]{14}7/),
      tenant_id: 'tenant_a',
      owner_sub: SUB(),
      status: 'open',
      occurrences: 1,
      assignee_sub: null,
      version: 1,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
      updated_at: expect.any(String),
      last_seen_at: expect.any(String),
      acknowledged_at: null,
      resolved_at: null,
    });
    expect(headers['etag']).toBe('"1"');
    const read = await alice.get(`/api/alerts/${body.id}`).expect(200);
    expect(read.body).toEqual(body);
    await alice.get(`/api/alerts/${body.id}`).set('If-None-Match', '"1"').expect(304);
  });

  it('says what it is with a title alone', async () => {
    expect(await raise()).toMatchObject({
      severity: 'warning',
      source: 'manual',
      description: null,
      dedup_key: null,
      labels: {},
      item_id: null,
    });
  });

  it.each([
    [{ title: '' }, 'title'],
    [{ title: 'x'.repeat(201) }, 'title'],
    [{ severity: 'fatal' }, 'severity'],
    [{ severity: null }, 'severity'],
    [{ source: '' }, 'source'],
    [{ dedup_key: 'x'.repeat(256) }, 'dedup_key'],
    [{ labels: { a: 1 } }, 'labels'],
    [{ labels: ['a'] }, 'labels'],
    [{ labels: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`l${n}`, 'x'])) }, 'labels'],
    [{ item_id: 'pump' }, 'item_id'],
    [{ item_id: randomUUID() }, 'item_id'],
    [{ description: 7 }, 'description'],
    [{ status: 'resolved' }, 'status'],
    [{ occurrences: 5 }, 'occurrences'],
    [{ tenant_id: 'tenant_b' }, 'tenant_id'],
    [{ owner_sub: 'me' }, 'owner_sub'],
    [{ assignee_sub: 'me' }, 'assignee_sub'],
  ])('is refused with %j, naming the field', async (fields, field) => {
    const { body } = await alice
      .post('/api/alerts')
      .send({ title: 'x', ...fields })
      .expect(400);
    expect(body.code).toBe('request/invalid');
    expect(body.errors.map((error: { field: string }) => error.field)).toEqual([field]);
  });

  it("is not about another tenant's item, which is refused as one that nobody has", async () => {
    const theirs = (await bob.post('/api/items').send({ name: 'Theirs' }).expect(201)).body.id;
    const [one, other] = await Promise.all(
      [theirs, randomUUID()].map((item_id) => alice.post('/api/alerts').send({ title: 'x', item_id })),
    );
    expect({ ...one?.body, request_id: '' }).toEqual({ ...other?.body, request_id: '' });
    expect(one?.status).toBe(400);
    const { id } = await raise();
    await alice.patch(`/api/alerts/${id}`).send({ item_id: theirs }).expect(400);
  });

  it('outlives the item that it is about', async () => {
    const item = (await alice.post('/api/items').send({ name: 'Short-lived' }).expect(201)).body;
    const { id } = await raise({ item_id: item.id });
    await alice.delete(`/api/items/${item.id}`).expect(204);
    const { body } = await alice.get(`/api/alerts/${id}`).expect(200);
    expect(body).toMatchObject({ item_id: null, version: 2 });
  });

  it('is raised once for one Idempotency-Key', async () => {
    const [key, title] = [randomUUID(), randomUUID()];
    const send = () => alice.post('/api/alerts').set('Idempotency-Key', key).send({ title });
    const [first, second] = [await send().expect(201), await send().expect(201)];
    expect(second.text).toBe(first.text);
    const { body } = await alice.get(`/api/alerts?q=${title}`).expect(200);
    expect(body.data).toHaveLength(1);
  });
});

describe('Its way from open to resolved', () => {
  it('is acknowledged, resolved, reopened, and its timeline tells who and when', async () => {
    const { id } = await raise();
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
      actor: { type: 'user', id: SUB() },
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
    const { id } = await raise();
    for (const each of before) await alice.post(`/api/alerts/${id}/${each}`).expect(200);
    const was = (await alice.get(`/api/alerts/${id}`)).body;
    const { body } = await alice.post(`/api/alerts/${id}/${action}`).expect(409);
    expect(body.code).toBe('alert/state');
    expect(body.detail).toContain(was.status);
    expect((await alice.get(`/api/alerts/${id}`)).body).toEqual(was);
  });

  it('of twenty people who acknowledge at once one does, and the others are told', async () => {
    const { id } = await raise();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => alice.post(`/api/alerts/${id}/acknowledge`)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'alert/state')).toHaveLength(19);
    expect(await kindsOf(id)).toEqual(['created', 'acknowledged']);
  });

  it('with If-Match is 412 for whoever has seen another version', async () => {
    const { id } = await raise();
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
    const { id } = await raise({ dedup_key });
    await alice.post(`/api/alerts/${id}/resolve`).expect(200);
    const next = await raise({ dedup_key });
    expect(next.id).not.toBe(id);
    expect((await alice.post(`/api/alerts/${id}/reopen`).expect(409)).body.code).toBe('alert/duplicate');
    await alice.post(`/api/alerts/${next.id}/resolve`).expect(200);
    await alice.post(`/api/alerts/${id}/reopen`).expect(200);
  });
});

describe('What it says', () => {
  it('is mended field by field; what is the same already changes nothing', async () => {
    const { id } = await raise({ labels: { a: '1', b: '2' } });
    const { body } = await alice.patch(`/api/alerts/${id}`).send({ severity: 'critical' }).expect(200);
    expect(body).toMatchObject({ severity: 'critical', title: 'Pump 7 is hot', version: 2 });
    const same = { severity: 'critical', labels: { b: '2', a: '1' } };
    expect((await alice.patch(`/api/alerts/${id}`).send(same).expect(200)).body.version).toBe(2);
    const bare = await alice.patch(`/api/alerts/${id}`).send({ description: null, labels: {} }).expect(200);
    expect(bare.body).toMatchObject({ description: null, labels: {}, version: 3 });
    expect(await kindsOf(id)).toEqual(['created', 'updated', 'updated']);
    await alice.patch(`/api/alerts/${id}`).send({ status: 'resolved' }).expect(400);
    await alice.patch(`/api/alerts/${id}`).send({ title: null }).expect(400);
  });
});

describe('Whose it is', () => {
  const assign = (id: string, assignee_sub: unknown) =>
    alice.post(`/api/alerts/${id}/assign`).send({ assignee_sub });

  it('is given to a member, found by the member, and taken back', async () => {
    const { id } = await raise();
    const carol = world.subjects['carol@example.com'] ?? '';
    expect((await assign(id, carol).expect(200)).body.assignee_sub).toBe(carol);
    const { body } = await alice.get(`/api/alerts?assignee_sub=${carol}`).expect(200);
    expect(body.data.map((alert: { id: string }) => alert.id)).toContain(id);
    expect((await assign(id, null).expect(200)).body.assignee_sub).toBeNull();
    expect(await kindsOf(id)).toEqual(['created', 'assigned', 'assigned']);
  });

  it("is never given to another tenant's member, a stranger or a removed one", async () => {
    const { id } = await raise();
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

describe('What is said about it', () => {
  it('is in the comments and in the timeline, in its order', async () => {
    const { id } = await raise();
    for (const body of ['one', 'two']) {
      const made = await alice.post(`/api/alerts/${id}/comments`).send({ body }).expect(201);
      expect(made.body).toMatchObject({ body, alert_id: id, author_sub: SUB() });
    }
    await alice.post(`/api/alerts/${id}/resolve`).expect(200);
    const { body } = await alice.get(`/api/alerts/${id}/comments`).expect(200);
    expect(body.data.map((comment: { body: string }) => comment.body)).toEqual(['one', 'two']);
    expect(await kindsOf(id)).toEqual(['created', 'commented', 'commented', 'resolved']);
    const first = await alice.get(`/api/alerts/${id}/timeline?limit=2`).expect(200);
    const rest = await alice
      .get(`/api/alerts/${id}/timeline?limit=2&cursor=${first.body.next_cursor}`)
      .expect(200);
    expect(rest.body.data.map(({ kind }: { kind: string }) => kind)).toEqual(['commented', 'resolved']);
    expect(rest.body.next_cursor).toBeNull();
    await alice.get(`/api/alerts/${id}/comments?cursor=${first.body.next_cursor}`).expect(400);
    // Nobody's edit fails because somebody spoke.
    expect((await alice.get(`/api/alerts/${id}`)).body.version).toBe(2);
  });

  it.each([{}, { body: '' }, { body: '  ' }, { body: 'x'.repeat(4_001) }, { body: 'x', author_sub: 'me' }])(
    'is refused as %j',
    async (sent) => {
      const { id } = await raise();
      await alice.post(`/api/alerts/${id}/comments`).send(sent).expect(400);
    },
  );
});

describe('Reports with one dedup_key', () => {
  it('are one alert until it is resolved; then a new one', async () => {
    const dedup_key = randomUUID();
    const first = await raise({ dedup_key });
    const again = await raise({ dedup_key, title: 'Still hot', severity: 'critical' });
    expect(again).toMatchObject({ id: first.id, occurrences: 2, title: first.title, version: 2 });
    expect(again.last_seen_at >= first.last_seen_at).toBe(true);
    await alice.post(`/api/alerts/${first.id}/acknowledge`).expect(200);
    expect(await raise({ dedup_key })).toMatchObject({ id: first.id, occurrences: 3 });
    await alice.post(`/api/alerts/${first.id}/resolve`).expect(200);
    expect(await raise({ dedup_key })).toMatchObject({ occurrences: 1, status: 'open' });
    expect(await kindsOf(first.id)).toEqual(['created', 'repeated', 'acknowledged', 'repeated', 'resolved']);
  });

  it('posted fifty times at once are one alert that occurred fifty times', async () => {
    const dedup_key = randomUUID();
    const made = await Promise.all(Array.from({ length: 50 }, () => raise({ dedup_key })));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    const { body } = await alice.get(`/api/alerts/${made[0].id}`).expect(200);
    expect(body).toMatchObject({ occurrences: 50, version: 50 });
    const { data } = (await alice.get(`/api/alerts/${body.id}/timeline`).expect(200)).body;
    expect(data.map(({ kind, count }: { kind: string; count: number }) => [kind, count])).toEqual([
      ['created', 1],
      ['repeated', 49],
    ]);
  });

  it('of two tenants have nothing to do with each other', async () => {
    const dedup_key = randomUUID();
    const [ours, theirs] = [await raise({ dedup_key }), await raise({ dedup_key }, bob)];
    expect(ours.id).not.toBe(theirs.id);
    expect([ours.occurrences, theirs.occurrences]).toEqual([1, 1]);
  });
});

describe('Who may', () => {
  it('a viewer reads and changes nothing', async () => {
    const { id } = await raise({}, bob);
    for (const path of ['', `/${id}`, `/${id}/timeline`, `/${id}/comments`]) {
      await carolAsViewer.get(`/api/alerts${path}`).expect(200);
    }
    for (const call of [
      carolAsViewer.post('/api/alerts').send({ title: 'x' }),
      carolAsViewer.patch(`/api/alerts/${id}`).send({ title: 'x' }),
      carolAsViewer.post(`/api/alerts/${id}/acknowledge`),
      carolAsViewer.post(`/api/alerts/${id}/resolve`),
      carolAsViewer.post(`/api/alerts/${id}/reopen`),
      carolAsViewer.post(`/api/alerts/${id}/assign`).send({ assignee_sub: null }),
      carolAsViewer.post(`/api/alerts/${id}/comments`).send({ body: 'x' }),
    ]) {
      expect((await call.expect(403)).body.code).toBe('tenant/role');
    }
    expect(await kindsOf(id, bob)).toEqual(['created']);
  });

  it('nobody without a token, and nobody with an ID token', async () => {
    await world.http.get('/api/alerts').expect(401);
    await world.http.get('/api/alerts').set('Authorization', `Bearer ${tokens.id_token}`).expect(401);
  });

  it("another tenant's alert is as one that does not exist", async () => {
    const { id } = await raise();
    const calls = (alert: string) => [
      bob.get(`/api/alerts/${alert}`),
      bob.patch(`/api/alerts/${alert}`).send({ title: 'x' }),
      bob.post(`/api/alerts/${alert}/acknowledge`),
      bob.post(`/api/alerts/${alert}/comments`).send({ body: 'x' }),
      bob.get(`/api/alerts/${alert}/timeline`),
    ];
    for (const [theirs, nobodys] of calls(id).map((call, n) => [call, calls(randomUUID())[n]])) {
      const [one, other] = [await theirs, await nobodys];
      expect(one?.status).toBe(404);
      expect({ ...one?.body, request_id: '' }).toEqual({ ...other?.body, request_id: '' });
    }
    expect(await kindsOf(id)).toEqual(['created']);
  });
});

describe('The audit', () => {
  it('has each thing that somebody did, with who, when, before and after; but no repetitions', async () => {
    const { id } = await raise({ dedup_key: randomUUID() });
    await raise({ dedup_key: (await alice.get(`/api/alerts/${id}`)).body.dedup_key });
    await alice.post(`/api/alerts/${id}/acknowledge`).expect(200);
    await alice.patch(`/api/alerts/${id}`).send({ severity: 'info' }).expect(200);
    await alice.post(`/api/alerts/${id}/assign`).send({ assignee_sub: SUB() }).expect(200);
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
      actor_sub: SUB(),
      before: { severity: 'warning' },
      after: { severity: 'info' },
      request_id: expect.any(String),
      address: expect.any(String),
    });
  });
});
