import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { within } from '../support/people.ts';
import { startApp } from '../support/world.ts';
import { CHANNELS, ChannelStage } from './stage.ts';

/** A mail server of this machine: what it took, and what it says to a recipient. */
const mails: { envelope: string[]; mail: Email }[] = [];
let refusal: { responseCode: number } | undefined;
const smtp = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  logger: false,
  onRcptTo: ({ address }, _session, done) => {
    const refused = refusal !== undefined || address === 'nobody@example.com';
    done(refused ? Object.assign(new Error('hidden-reason'), { responseCode: 550, ...refusal }) : null);
  },
  onData: (stream, session, done) => {
    let text = '';
    stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    stream.on('end', () => {
      void PostalMime.parse(text).then((mail) => {
        mails.unshift({ envelope: session.envelope.rcptTo.map(({ address }) => address), mail });
        done();
      }, done);
    });
  },
});
let stage: ChannelStage;
let log: string[];

beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const { port } = smtp.server.address() as { port: number };
  log = [];
  process.stdout.write = ((text: string) => log.push(String(text)) > 0) as typeof process.stdout.write;
  stage = await ChannelStage.start({
    variables: {
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      SMTP_FROM: 'Tenantry <alerts@example.com>',
      LOG_LEVEL: 'trace',
    },
  });
});
afterEach(() => {
  refusal = undefined;
  return stage.removeChannels();
});
afterAll(async () => {
  await stage.close();
  await new Promise<void>((resolve) => smtp.close(resolve));
});

const test = async (id: string) => (await stage.alice.post(`${CHANNELS}/${id}/test`).expect(201)).body;

describe('By e-mail', () => {
  it('an alert is a mail to all recipients, with nothing in its headers that was not meant', async () => {
    const recipients = ['ada@example.com', 'bob@example.com'];
    await stage.channel({ type: 'email', recipients });
    const title = 'Pump 7\r\nBcc: mallory@example.com\r\n\r\nis running hot';
    await stage.happen([{ name: 'alert.created', alert: await stage.alert('critical', title) }]);
    expect(await within(5_000, async () => mails.length === 1)).toBe(true);
    const [{ envelope, mail } = {}] = mails;
    expect(envelope).toEqual(recipients);
    expect(mail).toMatchObject({
      from: { address: 'alerts@example.com', name: 'Tenantry' },
      subject: '[critical] Pump 7 Bcc: mallory@example.com is running hot',
    });
    expect(mail?.bcc ?? []).toEqual([]);
    expect(mail?.html).toBeUndefined();
    expect(mail?.text).toContain('94 °C at the bearing');
    expect(mail?.text).toContain('Severity: critical\nStatus: open');
  });

  it('a mail that some do not get is sent all the same, and one that nobody gets is given up', async () => {
    const { id } = await stage.channel({
      type: 'email',
      recipients: ['ada@example.com', 'nobody@example.com'],
    });
    expect(await test(id)).toMatchObject({
      status: 'delivered',
      last_error: '1 of 2 recipients were refused.',
    });
    refusal = { responseCode: 554 };
    expect(await test(id)).toMatchObject({
      status: 'dead',
      response_status: 554,
      last_error: 'The mail server refused the mail (554).',
    });
    await stage.happen([{ name: 'alert.created', alert: await stage.alert() }]);
    expect(await within(5_000, async () => (await stage.deliveries(id, '&status=dead')).length === 2)).toBe(
      true,
    );
  });

  it('a mail that the server puts off is tried again', async () => {
    const { id } = await stage.channel({ type: 'email', recipients: ['ada@example.com'] });
    refusal = { responseCode: 451 };
    await stage.happen([{ name: 'alert.created', alert: await stage.alert() }]);
    await within(5_000, async () => (await stage.deliveries(id))[0]?.attempts === 1);
    expect((await stage.deliveries(id))[0]).toMatchObject({ status: 'pending', response_status: 451 });
    refusal = undefined;
    expect(await within(8_000, async () => (await stage.deliveries(id))[0]?.status === 'delivered')).toBe(
      true,
    );
  });
});

describe('By Slack', () => {
  it('an alert is a message in which nothing calls everybody', async () => {
    const receiver = await stage.receiver();
    await stage.channel({ type: 'slack', url: receiver.url });
    await stage.happen([{ name: 'alert.created', alert: await stage.alert('warning', '<!channel> & co') }]);
    expect(await within(5_000, async () => receiver.received.length === 1)).toBe(true);
    const headline = ':large_yellow_circle: [warning] &lt;!channel&gt; &amp; co';
    expect(receiver.bodies()[0]).toEqual({
      text: headline,
      blocks: [`*${headline}*`, '94 °C at the bearing', 'Status: open'].map((text) => ({
        type: 'section',
        text: { type: 'mrkdwn', text },
      })),
    });
    expect(receiver.received[0]?.headers).not.toHaveProperty('x-tenantry-signature');
  });
});

describe('A test', () => {
  it('is sent at once, past what waits, and says what the receiver said', async () => {
    const receiver = await stage.receiver();
    receiver.status = 503;
    const { id } = await stage.channel({ url: receiver.url });
    await stage.happen([{ name: 'alert.created', alert: await stage.alert() }]);
    await within(5_000, async () => receiver.received.length > 0);
    expect(await test(id)).toMatchObject({
      event: 'test',
      alert_id: null,
      status: 'dead',
      attempts: 1,
      response_status: 503,
      last_error: 'The receiver answered 503.',
    });
    receiver.status = 200;
    expect(await test(id)).toMatchObject({ status: 'delivered', response_status: 200, last_error: null });
    const sent = receiver.bodies<{ event: string; alert: null }>().filter(({ event }) => event === 'test');
    expect(sent.map(({ alert }) => alert)).toEqual([null, null]);
  });

  it('is not sent anywhere else: a redirect is an answer', async () => {
    const [receiver, elsewhere] = [await stage.receiver(), await stage.receiver()];
    receiver.status = 302;
    const { id } = await stage.channel({ url: receiver.url });
    expect((await test(id)).last_error).toBe('The receiver answered 302, a redirect, which is not followed.');
    expect(elsewhere.connections).toBe(0);
  });
});

describe('An address that has become forbidden', () => {
  it('is not connected, and given up', async () => {
    const receiver = await stage.receiver();
    const { id } = await stage.channel({ url: receiver.url });
    const variables = { ...stage.world.variables, ALLOW_PRIVATE_WEBHOOKS: '0' };
    const strict = await startApp(variables);
    try {
      for (const url of [
        receiver.url,
        'https://127.0.0.1/',
        'https://localhost/',
        'https://169.254.169.254/',
      ]) {
        await stage.superuser.query('UPDATE alert_channels SET url = $1 WHERE id = $2', [url, id]);
        const { body } = await stage.aliceOn(strict).post(`${CHANNELS}/${id}/test`).expect(201);
        expect(body).toMatchObject({
          status: 'dead',
          last_error: expect.stringMatching(/^The address must /),
        });
      }
      expect(receiver.connections).toBe(0);
    } finally {
      await strict.close();
    }
  });
});

describe('Secrets and paths of addresses', () => {
  it('are in no log, no audit and no delivery', async () => {
    const receiver = await stage.receiver();
    for (const type of ['webhook', 'slack']) {
      const { id } = await stage.channel({ type, url: receiver.url });
      for (const status of [200, 404, 0]) {
        receiver.status = status;
        await test(id);
      }
      await receiver.close();
      await test(id);
      await receiver.open();
      const { text } = await stage.alice.get(`${CHANNELS}/${id}/deliveries`).expect(200);
      expect(text).toContain('ECONNREFUSED');
      expect(text).not.toMatch(/hidden|whsec/);
    }
    const audit = (await stage.alice.get('/api/audit?limit=100').expect(200)).text;
    expect(audit).toContain('channel.create');
    expect(audit).not.toMatch(/hidden|whsec/);
    expect(log.join('')).toContain('alert-channels');
    expect(log.join('')).not.toMatch(/hidden|whsec/);
  });
});
