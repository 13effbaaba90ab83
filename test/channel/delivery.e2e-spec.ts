import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { within } from '../support/people.ts';
import { CHANNELS, ChannelStage } from './stage.ts';

let stage: ChannelStage;
beforeAll(async () => {
  stage = await ChannelStage.start();
});
afterEach(() => stage.removeChannels());
afterAll(() => stage.close());

describe('What happens to an alert', () => {
  it('is told to a webhook, which can tell who says so', async () => {
    const receiver = await stage.receiver();
    const { id, secret } = await stage.channel({ url: receiver.url });
    const alert = await stage.alert();
    await stage.happen([{ name: 'alert.created', alert }]);
    expect(await within(5_000, async () => receiver.received.length === 1)).toBe(true);
    const [{ headers, text, path } = { headers: {}, text: '', path: '' }] = receiver.received;
    expect(path).toBe('/hidden-path?token=hidden-token');
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Tenantry' });
    const timestamp = String(headers['x-tenantry-timestamp']);
    expect(Math.abs(Date.now() / 1_000 - Number(timestamp))).toBeLessThan(60);
    const signature = createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex');
    expect(headers['x-tenantry-signature']).toBe(`v1=${signature}`);
    await within(2_000, async () => (await stage.deliveries(id))[0]?.status === 'delivered');
    const [delivery] = await stage.deliveries(id);
    expect(delivery).toMatchObject({
      event: 'alert.created',
      status: 'delivered',
      attempts: 1,
      response_status: 204,
      last_error: null,
      alert_id: alert.id,
      channel_id: id,
      next_attempt_at: null,
    });
    expect(headers['x-tenantry-delivery']).toBe(delivery?.id);
    expect(JSON.parse(text)).toEqual({
      event: 'alert.created',
      delivery_id: delivery?.id,
      created_at: expect.any(String),
      alert,
    });
  });

  it('is told to channels that are on and want that severity, and of their own tenant alone', async () => {
    const severities = ['critical', 'warning', 'info'];
    const receivers = await Promise.all([0, 1, 2, 3, 4].map(() => stage.receiver()));
    const [critical, warning, info, off, other] = receivers;
    for (const [at, receiver] of [critical, warning, info].entries()) {
      await stage.channel({ url: receiver?.url, min_severity: severities[at] });
    }
    await stage.channel({ url: off?.url, enabled: false });
    const theirs = { name: 'theirs', type: 'webhook', url: other?.url };
    const { body } = await stage.bob.post(CHANNELS).send(theirs).expect(201);
    for (const severity of severities) {
      await stage.happen([{ name: 'alert.created', alert: await stage.alert(severity) }]);
    }
    expect(await within(5_000, async () => info?.received.length === 3)).toBe(true);
    await sleep(300);
    expect(receivers.map(({ received }) => received.length)).toEqual([1, 2, 3, 0, 0]);
    expect(critical?.bodies<{ alert: { severity: string } }>()[0]?.alert.severity).toBe('critical');
    await stage.bob.delete(`${CHANNELS}/${body.id}`).expect(204);
  });

  it('that is rolled back is neither told nor ordered', async () => {
    const receiver = await stage.receiver();
    const { id } = await stage.channel({ url: receiver.url });
    const alert = await stage.alert();
    const undone = stage.happen([{ name: 'alert.created', alert }], () => {
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await stage.deliveries(id)).toEqual([]);
    expect(await stage.jobs(id)).toBe(0);
    await stage.happen([{ name: 'alert.created', alert }]);
    expect(await within(5_000, async () => receiver.received.length === 1)).toBe(true);
  });

  it('is kept as it was, though a channel is off meanwhile, and told when it is on again', async () => {
    const receiver = await stage.receiver();
    receiver.status = 503;
    const { id } = await stage.channel({ url: receiver.url });
    await stage.happen([{ name: 'alert.created', alert: await stage.alert() }]);
    await within(5_000, async () => receiver.received.length > 0);
    await stage.alice.patch(`${CHANNELS}/${id}`).send({ enabled: false }).expect(200);
    receiver.status = 204;
    await sleep(2_500);
    const before = receiver.received.length;
    expect((await stage.deliveries(id)).map(({ status }) => status)).toEqual(['pending']);
    await sleep(1_000);
    expect(receiver.received.length).toBe(before);
    await stage.alice.patch(`${CHANNELS}/${id}`).send({ enabled: true }).expect(200);
    expect(await within(5_000, async () => (await stage.deliveries(id))[0]?.status === 'delivered')).toBe(
      true,
    );
  });

  it('waits while the tenant is suspended, and is told afterwards', async () => {
    const receiver = await stage.receiver();
    const { id } = await stage.channel({ url: receiver.url });
    const suspend = (status: string) =>
      stage.superuser.query("UPDATE tenants SET status = $1 WHERE id = 'tenant_a'", [status]);
    const alert = await stage.alert();
    await suspend('suspended');
    await stage.happen([{ name: 'alert.created', alert }]);
    await sleep(2_000);
    expect(receiver.received).toHaveLength(0);
    await suspend('active');
    expect(await within(15_000, async () => receiver.received.length === 1)).toBe(true);
    await within(6_000, async () => (await stage.alice.get(CHANNELS)).status === 200);
    expect((await stage.deliveries(id))[0]?.status).toBe('delivered');
  });
});
