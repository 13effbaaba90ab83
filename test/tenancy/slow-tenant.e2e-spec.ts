import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../support/exchange.ts';
import { Stage, verdict, type Api } from './stage.ts';

/** Milliseconds that each item takes which is made in tenant_a. Of four connections it may have three. */
const SLOW = 700;

let stage: Stage;
let api: Api;

beforeAll(async () => {
  stage = await Stage.start();
  api = await stage.open();
  await stage.plant([
    { tenant: 'tenant_a', subject: 'alice', role: 'admin' },
    { tenant: 'tenant_b', subject: 'bob', role: 'admin' },
  ]);
  await stage.sql(`CREATE FUNCTION be_slow() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(${SLOW / 1_000}); RETURN NEW; END $$;
    CREATE TRIGGER be_slow BEFORE INSERT ON items FOR EACH ROW WHEN (new.tenant_id = 'tenant_a') EXECUTE FUNCTION be_slow()`);
});
afterAll(() => stage.close());

const ask = (subject: string, tenant: string, body?: string) =>
  api.ask({
    method: body === undefined ? 'GET' : 'POST',
    path: '/api/items',
    headers: {
      Authorization: `Bearer ${stage.token({ subject })}`,
      'X-Tenant-Id': tenant,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  });

/** What becomes of a request while tenant_a has as much under way as it may, and more that waits. */
async function besideSlowOnes(work: () => Promise<Answer>): Promise<{ answer: Answer; took: number }> {
  await ask('alice', 'tenant_a');
  const slow = Array.from({ length: 6 }, () => ask('alice', 'tenant_a', '{"name":"slow"}'));
  await sleep(SLOW / 4);
  const metrics = await api.ask({ path: '/metrics' });
  expect(metrics.text).toMatch(/^tenantry_database_waiting [1-9]/m);
  const began = performance.now();
  const answer = await work();
  const took = performance.now() - began;
  const ends = (await Promise.all(slow)).map(({ status }) => status);
  expect(new Set(ends)).toEqual(new Set([201]));
  expect((await api.ask({ path: '/metrics' })).text).toMatch(/^tenantry_database_waiting 0/m);
  return { answer, took };
}

describe('While the statements of one tenant are slow', () => {
  it('another one is answered as ever', async () => {
    await ask('bob', 'tenant_b');
    const { answer, took } = await besideSlowOnes(() => ask('bob', 'tenant_b'));
    expect(answer.status).toBe(200);
    expect(took).toBeLessThan(SLOW / 2);
  });

  it('whoever does not belong there is refused as ever, and does not stand in its queue', async () => {
    await ask('bob', 'tenant_a');
    const { answer, took } = await besideSlowOnes(() => ask('bob', 'tenant_a'));
    expect(verdict(answer)).toBe('403 tenant/forbidden');
    expect(took).toBeLessThan(SLOW / 2);
  });
});
