import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Caller, Tokens, World } from '../support/world.ts';
import { crew, kindsOf, raise } from './crew.ts';

let world: World;
let tokens: Tokens;
let alice: Caller;
let bob: Caller;
let carolAsViewer: Caller;

beforeAll(async () => {
  ({ world, tokens, alice, bob, carolAsViewer } = await crew());
});
afterAll(() => world.close());

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
      owner_sub: world.subjects['alice@example.com'],
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
    expect(await raise(alice)).toMatchObject({
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
    const { id } = await raise(alice);
    await alice.patch(`/api/alerts/${id}`).send({ item_id: theirs }).expect(400);
  });

  it('outlives the item that it is about', async () => {
    const item = (await alice.post('/api/items').send({ name: 'Short-lived' }).expect(201)).body;
    const { id } = await raise(alice, { item_id: item.id });
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

describe('What it says', () => {
  it('is mended field by field; what is the same already changes nothing', async () => {
    const { id } = await raise(alice, { labels: { a: '1', b: '2' } });
    const { body } = await alice.patch(`/api/alerts/${id}`).send({ severity: 'critical' }).expect(200);
    expect(body).toMatchObject({ severity: 'critical', title: 'Pump 7 is hot', version: 2 });
    const same = { severity: 'critical', labels: { b: '2', a: '1' } };
    expect((await alice.patch(`/api/alerts/${id}`).send(same).expect(200)).body.version).toBe(2);
    const bare = await alice.patch(`/api/alerts/${id}`).send({ description: null, labels: {} }).expect(200);
    expect(bare.body).toMatchObject({ description: null, labels: {}, version: 3 });
    expect(await kindsOf(alice, id)).toEqual(['created', 'updated', 'updated']);
    await alice.patch(`/api/alerts/${id}`).send({ status: 'resolved' }).expect(400);
    await alice.patch(`/api/alerts/${id}`).send({ title: null }).expect(400);
  });
});

describe('Who may', () => {
  it('a viewer reads and changes nothing', async () => {
    const { id } = await raise(bob);
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
    expect(await kindsOf(bob, id)).toEqual(['created']);
  });

  it('nobody without a token, and nobody with an ID token', async () => {
    await world.http.get('/api/alerts').expect(401);
    await world.http.get('/api/alerts').set('Authorization', `Bearer ${tokens.id_token}`).expect(401);
  });

  it("another tenant's alert is as one that does not exist", async () => {
    const { id } = await raise(alice);
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
    expect(await kindsOf(alice, id)).toEqual(['created']);
  });
});
