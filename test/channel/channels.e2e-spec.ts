import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Caller } from '../support/world.ts';
import { CHANNELS, ChannelStage } from './stage.ts';

let stage: ChannelStage;
let alice: Caller;
beforeAll(async () => {
  // As in production: only public addresses.
  stage = await ChannelStage.start({ variables: { ALLOW_PRIVATE_WEBHOOKS: '0' } });
  alice = stage.alice;
});
afterEach(() => stage.removeChannels());
afterAll(() => stage.close());

const URL = 'https://hooks.example.com/hidden-path?token=hidden-token';
const SLACK = 'https://hooks.slack.com/services/T000/B000/hidden-path';
const auditText = async (id: string) => (await alice.get(`/api/audit?target=${id}`).expect(200)).text;

describe('A channel', () => {
  it('is made, read, changed and deleted, and the audit has it', async () => {
    const made = await alice.post(CHANNELS).send({ name: 'On call', type: 'webhook', url: URL }).expect(201);
    const { id, secret, ...fields } = made.body;
    expect(secret).toMatch(/^whsec_[\w-]{43}$/);
    expect(fields).toEqual({
      name: 'On call',
      type: 'webhook',
      url: URL,
      recipients: [],
      min_severity: 'info',
      enabled: true,
      version: 1,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    expect(made.headers['etag']).toBe('"1"');
    const read = await alice.get(`${CHANNELS}/${id}`).expect(200);
    expect(read.body).toEqual({ id, ...fields });
    await alice.get(`${CHANNELS}/${id}`).set('If-None-Match', '"1"').expect(304);
    await alice.patch(`${CHANNELS}/${id}`).set('If-Match', '"7"').send({ enabled: false }).expect(412);
    const changed = await alice
      .patch(`${CHANNELS}/${id}`)
      .set('If-Match', '"1"')
      .send({ min_severity: 'critical', url: `${URL}2` });
    expect(changed.body).toMatchObject({ min_severity: 'critical', url: `${URL}2`, version: 2 });
    await alice.delete(`${CHANNELS}/${id}`).set('If-Match', '"1"').expect(412);
    await alice.delete(`${CHANNELS}/${id}`).expect(204);
    await alice.get(`${CHANNELS}/${id}`).expect(404);
    const { data } = JSON.parse(await auditText(id)) as { data: { action: string; after: unknown }[] };
    expect(data.map(({ action }) => action).sort()).toEqual([
      'channel.create',
      'channel.delete',
      'channel.update',
    ]);
    expect(data.find(({ action }) => action === 'channel.update')?.after).toEqual({
      min_severity: 'critical',
      url: 'https://hooks.example.com/…',
    });
    expect(JSON.stringify(data)).not.toMatch(/hidden|whsec/);
  });

  it('has its name alone in the tenant', async () => {
    const one = { name: 'one', type: 'webhook', url: URL };
    await alice.post(CHANNELS).send(one).expect(201);
    const { body: two } = await alice
      .post(CHANNELS)
      .send({ ...one, name: 'two' })
      .expect(201);
    expect((await alice.post(CHANNELS).send(one).expect(409)).body.code).toBe('channel/name_taken');
    expect((await alice.patch(`${CHANNELS}/${two.id}`).send({ name: 'one' }).expect(409)).body.code).toBe(
      'channel/name_taken',
    );
    const { body: theirs } = await stage.bob.post(CHANNELS).send(one).expect(201);
    await stage.bob.delete(`${CHANNELS}/${theirs.id}`).expect(204);
  });

  it('of Slack never shows its address whole, nor loses it', async () => {
    const { id, secret } = await stage.channel({ type: 'slack', url: SLACK });
    expect(secret).toBeNull();
    const { body, text } = await alice.get(`${CHANNELS}/${id}`).expect(200);
    expect(body.url).toBe('https://hooks.slack.com/…');
    const list = await alice.get(CHANNELS).expect(200);
    const echoed = await alice.patch(`${CHANNELS}/${id}`).send({ url: body.url }).expect(400);
    expect(echoed.body.errors).toEqual([{ field: 'url', message: 'must be the whole address' }]);
    await alice.post(`${CHANNELS}/${id}/rotate-secret`).expect(409);
    expect([text, list.text, echoed.text, await auditText(id)].join()).not.toContain('hidden');
    const { rows } = await stage.superuser.query('SELECT url FROM alert_channels WHERE id = $1', [id]);
    expect(rows[0].url).toBe(SLACK);
  });

  it('gets another secret when asked, which nothing else shows', async () => {
    const { id, secret } = await stage.channel({ url: URL });
    const other = await stage.channel({ url: URL });
    const { body } = await alice.post(`${CHANNELS}/${id}/rotate-secret`).set('If-Match', '"1"').expect(200);
    expect(body).toMatchObject({ id, version: 2, secret: expect.stringMatching(/^whsec_/) });
    expect(new Set([secret, other.secret, body.secret]).size).toBe(3);
    const shown = await Promise.all([
      alice.get(`${CHANNELS}/${id}`).then(({ text }) => text),
      alice.get(CHANNELS).then(({ text }) => text),
      alice
        .patch(`${CHANNELS}/${id}`)
        .send({ enabled: false })
        .then(({ text }) => text),
      auditText(id),
    ]);
    expect(shown.join()).not.toContain('whsec_');
    expect(shown.at(-1)).toContain('channel.rotate_secret');
  });

  it('made twice with the same key is made once', async () => {
    const body = { name: randomUUID(), type: 'webhook', url: URL };
    const send = () => alice.post(CHANNELS).set('Idempotency-Key', body.name).send(body).expect(201);
    expect((await send()).text).toBe((await send()).text);
    expect((await alice.get(CHANNELS).expect(200)).body.data).toHaveLength(1);
  });

  it('is listed page by page, and so are its deliveries', async () => {
    const ids = [];
    for (let n = 0; n < 3; n++) ids.push((await stage.channel({ url: URL })).id);
    const first = (await alice.get(`${CHANNELS}?limit=2`).expect(200)).body;
    const rest = (await alice.get(`${CHANNELS}?limit=2&cursor=${first.next_cursor}`).expect(200)).body;
    expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(ids);
    expect(rest.next_cursor).toBeNull();
    const log = `${CHANNELS}/${ids[0]}/deliveries`;
    await stage.superuser.query(
      `INSERT INTO deliveries (tenant_id, channel_id, event, payload, status, finished_at)
       SELECT 'tenant_a', $1, 'test', '{}', 'dead', now() FROM generate_series(1, 3)`,
      [ids[0]],
    );
    const page = (await alice.get(`${log}?limit=2&status=dead`).expect(200)).body;
    const last = (await alice.get(`${log}?limit=2&status=dead&cursor=${page.next_cursor}`).expect(200)).body;
    const shown = [...page.data, ...last.data].map(({ id }) => id as string);
    expect(shown).toEqual([...shown].sort().reverse());
    expect(shown).toHaveLength(3);
    // A cursor belongs to its channel and its filter.
    await alice.get(`${log}?cursor=${page.next_cursor}`).expect(400);
    await alice.get(`${CHANNELS}/${ids[1]}/deliveries?status=dead&cursor=${page.next_cursor}`).expect(400);
    expect((await alice.get(`${log}?status=pending`).expect(200)).body.data).toEqual([]);
  });
});
