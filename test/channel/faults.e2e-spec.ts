import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChannelDrain } from '../../src/channel/channel-drain.ts';
import { within } from '../support/people.ts';
import { CHANNELS, ChannelStage } from './stage.ts';

let stage: ChannelStage;
beforeAll(async () => {
  stage = await ChannelStage.start();
});
afterEach(() => stage.removeChannels());
afterAll(() => stage.close());

describe('A receiver that is down', () => {
  it('gets everything in order when it is back, however many processes send', async () => {
    const second = await stage.world.anotherInstance();
    try {
      const receiver = await stage.receiver();
      const { id } = await stage.channel({ url: receiver.url });
      await receiver.close();
      for (let n = 1; n <= 30; n++) {
        const alert = { ...(await stage.alert()), n };
        await stage.happen(
          [{ name: n % 2 === 0 ? 'alert.resolved' : 'alert.created', alert }],
          undefined,
          n % 3 === 0 ? second : stage.world.app,
        );
      }
      await within(5_000, async () => (await stage.deliveries(id)).some(({ attempts }) => attempts >= 2));
      const waiting = await stage.deliveries(id);
      expect(waiting.map(({ status }) => status)).toEqual(waiting.map(() => 'pending'));
      expect(waiting.at(-1)?.last_error).toBe('127.0.0.1 cannot be reached (ECONNREFUSED).');
      expect(waiting.slice(0, -1).every(({ attempts }) => attempts === 0)).toBe(true);
      await receiver.open();
      expect(await within(15_000, async () => receiver.received.length >= 30)).toBe(true);
      await sleep(1_000);
      expect(receiver.bodies<{ alert: { n: number } }>().map(({ alert }) => alert.n)).toEqual(
        Array.from({ length: 30 }, (_, n) => n + 1),
      );
      expect((await stage.deliveries(id, '&status=delivered')).length).toBe(30);
    } finally {
      await second.close();
    }
  }, 60_000);

  it('hears each thing once, though several want to tell it', async () => {
    const second = await stage.world.anotherInstance();
    try {
      const receiver = await stage.receiver();
      const { id } = await stage.channel({ url: receiver.url });
      const alert = await stage.alert();
      const numbered = Array.from(
        { length: 20 },
        (_, n) => ({ name: 'alert.created', alert: { ...alert, n } }) as const,
      );
      await stage.happen(numbered);
      const drain = (app: typeof second) =>
        stage.inTenant(app, () => app.get(ChannelDrain).drain(id, new AbortController().signal));
      await Promise.all([stage.world.app, second, stage.world.app, second].map(drain));
      await within(5_000, async () => (await stage.deliveries(id, '&status=delivered')).length === 20);
      expect(receiver.bodies<{ alert: { n: number } }>().map(({ alert: { n } }) => n)).toEqual(
        numbered.map((_, n) => n),
      );
    } finally {
      await second.close();
    }
  });

  it('that refuses for good loses one, which can be tried again', async () => {
    const receiver = await stage.receiver();
    receiver.status = 410;
    const { id } = await stage.channel({ url: receiver.url });
    const events = [await stage.alert(), await stage.alert()].map(
      (alert) => ({ name: 'alert.created', alert }) as const,
    );
    await stage.happen(events);
    expect(await within(5_000, async () => (await stage.deliveries(id, '&status=dead')).length === 2)).toBe(
      true,
    );
    const [, first] = await stage.deliveries(id);
    expect(first).toMatchObject({
      attempts: 1,
      response_status: 410,
      last_error: 'The receiver answered 410.',
    });
    receiver.status = 200;
    const retry = `${CHANNELS}/${id}/deliveries/${first?.id}/retry`;
    const { body } = await stage.alice.post(retry).expect(200);
    expect(body).toMatchObject({ status: 'pending', finished_at: null });
    expect(await within(5_000, async () => (await stage.deliveries(id))[1]?.status === 'delivered')).toBe(
      true,
    );
    const { body: again } = await stage.alice.post(retry).expect(409);
    expect(again.code).toBe('delivery/state');
    const { body: audit } = await stage.alice.get(`/api/audit?action=delivery.retry`).expect(200);
    expect(audit.data[0]).toMatchObject({ target_id: first?.id });
  });

  it('for a day is given up', async () => {
    const receiver = await stage.receiver();
    receiver.status = 429;
    const { id } = await stage.channel({ url: receiver.url });
    await stage.happen([{ name: 'alert.created', alert: await stage.alert() }]);
    await within(5_000, async () => ((await stage.deliveries(id))[0]?.attempts ?? 0) > 0);
    expect((await stage.deliveries(id))[0]).toMatchObject({ status: 'pending', response_status: 429 });
    await stage.superuser.query(
      "UPDATE deliveries SET created_at = now() - interval '25 hours' WHERE channel_id = $1",
      [id],
    );
    expect(await within(10_000, async () => (await stage.deliveries(id))[0]?.status === 'dead')).toBe(true);
  });
});

describe('A database that is away for a moment', () => {
  it('has everything sent when it is back', async () => {
    const receiver = await stage.receiver();
    const { id } = await stage.channel({ url: receiver.url });
    const { rowCount } = await stage.superuser.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tenantry-deliveries' AND datname = current_database()",
    );
    expect(rowCount).toBeGreaterThan(0);
    await stage.happen([{ name: 'alert.created', alert: await stage.alert() }]);
    expect(await within(15_000, async () => receiver.received.length === 1)).toBe(true);
    expect(await within(2_000, async () => (await stage.deliveries(id))[0]?.status === 'delivered')).toBe(
      true,
    );
  });
});

describe('A database that cannot be told that something was sent', () => {
  it('ends no process: it is told again', async () => {
    const receiver = await stage.receiver();
    const { id } = await stage.channel({ url: receiver.url });
    await stage.superuser.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
      CREATE TRIGGER refuse BEFORE DELETE ON graphile_worker._private_jobs EXECUTE FUNCTION refuse()`);
    try {
      await stage.happen([{ name: 'alert.created', alert: await stage.alert() }]);
      expect(await within(5_000, async () => receiver.received.length === 1)).toBe(true);
      // A promise that nobody looks at would fail this test, as it would end the process.
      await sleep(1_000);
    } finally {
      await stage.superuser.query('DROP FUNCTION refuse CASCADE');
    }
    expect(await within(40_000, async () => (await stage.jobs(id)) === 0)).toBe(true);
    await stage.happen([{ name: 'alert.created', alert: await stage.alert() }]);
    expect(await within(5_000, async () => receiver.received.length === 2)).toBe(true);
  }, 60_000);
});

describe('A process that dies while it sends', () => {
  it('is taken over by another one', async () => {
    const receiver = await stage.receiver();
    receiver.status = 0;
    const { id } = await stage.channel({ url: receiver.url });
    await stage.happen([{ name: 'alert.created', alert: await stage.alert() }]);
    await within(5_000, async () => ((await stage.deliveries(id))[0]?.attempts ?? 0) > 0);
    // What a dead one leaves behind: the job locked, and the lease.
    const { rowCount } = await stage.superuser.query(
      `UPDATE graphile_worker._private_jobs SET locked_by = 'dead', locked_at = now() - interval '1 minute', run_at = now()
       WHERE key = $1`,
      [`tenant_a/${id}`],
    );
    expect(rowCount).toBe(1);
    await stage.superuser.query(
      `UPDATE alert_channels SET lease_id = gen_random_uuid(), leased_until = now() + interval '3 seconds' WHERE id = $1`,
      [id],
    );
    receiver.status = 204;
    await sleep(2_000);
    expect(receiver.received).toHaveLength(0);
    expect(await within(20_000, async () => receiver.received.length === 1)).toBe(true);
  }, 40_000);
});
