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

const URL = 'https://hooks.example.com/alerts';

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
