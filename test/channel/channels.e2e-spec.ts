import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Caller, Tokens } from '../support/world.ts';
import { CHANNELS, ChannelStage } from './stage.ts';

let stage: ChannelStage;
let alice: Caller;
let tokens: Tokens;
beforeAll(async () => {
  // As in production: only public addresses.
  stage = await ChannelStage.start({ variables: { ALLOW_PRIVATE_WEBHOOKS: '0' } });
  alice = stage.alice;
  tokens = await stage.world.signIn('alice@example.com');
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

describe('A channel is refused', () => {
  it.each([
    ['https://169.254.169.254/latest/meta-data', 'public Internet'],
    ['https://[::ffff:169.254.169.254]/', 'public Internet'],
    ['https://2130706433/', 'public Internet'],
    ['https://localhost/', 'public Internet'],
    ['https://hooks.example.com:6443/', 'port'],
    ['http://hooks.example.com/', 'https'],
    ['https://user:password@hooks.example.com/', 'user name'],
    ['not a url', 'URL'],
  ])('with the address %s', async (url, reason) => {
    for (const type of ['webhook', 'slack']) {
      const { body } = await alice.post(CHANNELS).send({ name: 'x', type, url }).expect(400);
      expect(body).toMatchObject({
        code: 'request/invalid',
        errors: [{ field: 'url', message: expect.stringContaining(reason) }],
      });
    }
    const { id } = await stage.channel({ url: URL });
    await alice.patch(`${CHANNELS}/${id}`).send({ url }).expect(400);
  });

  it.each([
    [{ type: 'webhook' }, 'url'],
    [{ type: 'webhook', url: URL, recipients: ['a@example.com'] }, 'recipients'],
    [{ type: 'email' }, 'recipients'],
    [{ type: 'email', recipients: [] }, 'recipients'],
    [{ type: 'email', recipients: ['a@example.com\r\nBcc: b@example.com'] }, 'recipients'],
    [{ type: 'email', recipients: Array.from({ length: 11 }, (_, n) => `${n}@example.com`) }, 'recipients'],
    [{ type: 'email', recipients: ['a@example.com'], url: URL }, 'url'],
    [{ type: 'pager', url: URL }, 'type'],
    [{ type: 'webhook', url: URL, min_severity: 'loud' }, 'min_severity'],
    [{ type: 'webhook', url: URL, enabled: 'yes' }, 'enabled'],
    [{ type: 'webhook', url: URL, secret: 'mine' }, 'secret'],
    [{ type: 'webhook', url: URL, tenant_id: 'tenant_b' }, 'tenant_id'],
  ])('with %j', async (fields, field) => {
    const { body } = await alice
      .post(CHANNELS)
      .send({ name: 'x', ...fields })
      .expect(400);
    expect(body.errors.map((error: { field: string }) => error.field)).toContain(field);
  });

  it('when its type is to be another one', async () => {
    const { id } = await stage.channel({ url: URL });
    const { body } = await alice.patch(`${CHANNELS}/${id}`).send({ type: 'slack' }).expect(400);
    expect(body.errors).toEqual([{ field: 'type', message: 'is not a known field' }]);
  });

  it('when it needs mail and there is no mail server', async () => {
    const { body } = await alice
      .post(CHANNELS)
      .send({ name: 'x', type: 'email', recipients: ['a@example.com'] })
      .expect(400);
    expect(body).toMatchObject({
      code: 'channel/email_unavailable',
      detail: expect.stringContaining('SMTP_URL'),
    });
  });
});

describe('Nobody but an admin of the tenant', () => {
  const routes = (id: string, delivery: string) =>
    [
      ['get', CHANNELS],
      ['post', CHANNELS],
      ['get', `${CHANNELS}/${id}`],
      ['patch', `${CHANNELS}/${id}`],
      ['delete', `${CHANNELS}/${id}`],
      ['post', `${CHANNELS}/${id}/rotate-secret`],
      ['post', `${CHANNELS}/${id}/test`],
      ['get', `${CHANNELS}/${id}/deliveries`],
      ['post', `${CHANNELS}/${id}/deliveries/${delivery}/retry`],
    ] as const;

  it('gets at channels or deliveries', async () => {
    const { id } = await stage.channel({ url: URL });
    const { rows } = await stage.superuser.query(
      `INSERT INTO deliveries (tenant_id, channel_id, event, payload, status, finished_at)
       VALUES ('tenant_a', $1, 'test', '{}', 'dead', now()) RETURNING id`,
      [id],
    );
    const delivery = String(rows[0].id);
    const { world, bob } = stage;
    const carol = await world.signIn('carol@example.com');
    const body = { name: 'x', type: 'webhook', url: URL };
    for (const [method, path] of routes(id, delivery)) {
      const send = (caller: Caller) =>
        caller[method](path).send(method === 'patch' ? { enabled: false } : body);
      await world.http[method](path).set('X-Tenant-Id', 'tenant_a').expect(401);
      const otherUse = { access_token: tokens.id_token } as Tokens;
      expect((await send(world.as(otherUse, 'tenant_a'))).status).toBe(401);
      for (const tenant of ['tenant_a', 'tenant_b']) {
        expect((await send(world.as(carol, tenant))).body.code).toBe('tenant/role');
      }
      if (path === CHANNELS) continue;
      const unknown = path.replace(id, randomUUID());
      const [theirs, nobodys] = [
        await send(bob),
        await bob[method](unknown).send(method === 'patch' ? { enabled: false } : body),
      ];
      expect([theirs.status, theirs.body.code]).toEqual([404, 'channel/not_found']);
      expect({ ...theirs.body, request_id: '' }).toEqual({ ...nobodys.body, request_id: '' });
    }
    expect((await alice.get(`${CHANNELS}/${id}`).expect(200)).body.version).toBe(1);
    const strange = `${CHANNELS}/${id}/deliveries/${randomUUID()}/retry`;
    expect((await alice.post(strange).expect(404)).body.code).toBe('delivery/not_found');
  });
});
