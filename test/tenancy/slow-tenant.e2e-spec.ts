import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/exchange.ts';
import { within } from '../support/people.ts';
import { Stage, verdict, type Api } from './stage.ts';

/** Milliseconds that each item takes which is made in tenant_a. Of four connections it may have three. */
const SLOW = 1_500;

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

async function waiting(): Promise<number> {
  const { text } = await api.ask({ path: '/metrics' });
  return Number(/^tenantry_database_waiting (\d+)$/m.exec(text)?.[1]);
}

/** What becomes of a request while tenant_a has as much under way as it may, and more that waits. */
async function besideSlowOnes(work: () => Promise<Answer>): Promise<{ answer: Answer; took: number }> {
  await ask('alice', 'tenant_a');
  const slow = Array.from({ length: 5 }, () => ask('alice', 'tenant_a', '{"name":"slow"}'));
  expect(await within(2_000, async () => (await waiting()) > 0)).toBe(true);
  const began = performance.now();
  const answer = await work();
  const took = performance.now() - began;
  const ends = (await Promise.all(slow)).map(({ status }) => status);
  expect(ends.filter((status) => status === 201).length).toBeGreaterThanOrEqual(3);
  expect(await waiting()).toBe(0);
  return { answer, took };
}

describe('While the statements of one tenant are slow', () => {
  it('another one is answered as ever', async () => {
    await ask('bob', 'tenant_b');
    const { answer, took } = await besideSlowOnes(() => ask('bob', 'tenant_b'));
    expect(answer.status).toBe(200);
    expect(took).toBeLessThan(SLOW * 0.7);
  });

  it('whoever does not belong there is refused as ever, and does not stand in its queue', async () => {
    await ask('bob', 'tenant_a');
    const { answer, took } = await besideSlowOnes(() => ask('bob', 'tenant_a'));
    expect(verdict(answer)).toBe('403 tenant/forbidden');
    expect(took).toBeLessThan(SLOW * 0.7);
  });
});
