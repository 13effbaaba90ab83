import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Receiver } from '../channel/receiver.ts';
import { ApiProcess } from '../support/api-process.ts';
import { exchange } from '../support/exchange.ts';
import { within } from '../support/people.ts';
import { Stage } from '../tenancy/stage.ts';

/** Milliseconds: a dead process keeps a channel for 30 s, and is looked for every 10 s. */
const TAKEN_OVER_WITHIN = 60_000;

let stage: Stage;
let receiver: Receiver;
const processes: ApiProcess[] = [];

beforeAll(async () => {
  stage = await Stage.start({ variables: { ALLOW_PRIVATE_WEBHOOKS: '1' } });
  await stage.plant([{ tenant: 'tenant_a', subject: 'alice', role: 'admin' }]);
  receiver = await Receiver.start();
});
afterAll(async () => {
  await Promise.all(processes.map((api) => api.kill()));
  await receiver.close();
  await stage.close();
});

async function start(): Promise<ApiProcess> {
  const api = await ApiProcess.start(stage.variables);
  processes.push(api);
  return api;
}

async function post(api: ApiProcess, path: string, body: object): Promise<{ id: string }> {
  const { status, text } = await exchange(api.url, {
    method: 'POST',
    path,
    headers: {
      Authorization: `Bearer ${stage.token({ subject: 'alice' })}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  if (status !== 201) throw new Error(`${path}: ${status} ${text}`);
  return JSON.parse(text) as { id: string };
}

const delivered = () => receiver.bodies<{ alert: { title: string } }>().map(({ alert }) => alert.title);

it('A process that is killed after it has taken alerts in, and while it delivers one, has them delivered in order after a restart', async () => {
  const first = await start();
  await post(first, '/api/alert-channels', { name: 'On call', type: 'webhook', url: receiver.url });
  receiver.status = -1;
  await post(first, '/api/alerts', { title: 'one' });
  expect(await within(5_000, async () => receiver.connections > 0)).toBe(true);
  await post(first, '/api/alerts', { title: 'two' });
  await first.kill();
  receiver.status = 204;
  await sleep(500);
  expect(delivered()).toEqual([]);

  const second = await start();
  await post(second, '/api/alerts', { title: 'three' });
  expect(await within(TAKEN_OVER_WITHIN, async () => delivered().length >= 3)).toBe(true);
  expect(delivered()).toEqual(['one', 'two', 'three']);
}, 120_000);
