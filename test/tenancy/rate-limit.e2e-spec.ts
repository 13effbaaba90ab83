import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { bearer, INGEST, makeKey, send, type CreatedKey } from '../api-key/key-stage.ts';
import type { Answer } from '../support/exchange.ts';
import { within } from '../support/people.ts';
import { Stage, type Api } from './stage.ts';

let stage: Stage;
let api: Api;
let other: Api;
let key: CreatedKey;

beforeAll(async () => {
  stage = await Stage.start();
  [api, other] = [await stage.open(), await stage.open()];
  await stage.plant([
    { tenant: 'tenant_a', subject: 'alice', role: 'admin' },
    { tenant: 'tenant_a', subject: 'victor', role: 'viewer' },
    { tenant: 'tenant_b', subject: 'bob', role: 'admin' },
  ]);
  await stage.sql(
    `INSERT INTO plans (id, requests_per_second, burst) VALUES ('few', 10, 30), ('tiny', 1, 5), ('none_left', 1, 1)`,
  );
  // Each lease is counted: one of the triggers that only a superuser can make.
  await stage.sql(`CREATE SEQUENCE leases; GRANT USAGE ON leases TO tenantry_runtime;
    CREATE FUNCTION count_lease() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM nextval('leases'); RETURN NULL; END $$;
    CREATE TRIGGER count_lease AFTER UPDATE ON request_buckets FOR EACH ROW EXECUTE FUNCTION count_lease()`);
  key = await makeKey(stage, api);
});
afterAll(() => stage.close());

/** A plan, and a bucket that is full by it, on instances that hold nothing any more. */
async function plan(tenant: string, id: string): Promise<void> {
  await stage.sql('UPDATE tenants SET plan = $2 WHERE id = $1', [tenant, id]);
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  await stage.sql('DELETE FROM request_buckets WHERE tenant_id = $1', [tenant]);
}

const ask = (subject: string, tenant: string, { on = api, path = '/api/tenant', ...question }: Asked = {}) =>
  on.ask({
    path,
    ...question,
    headers: {
      Authorization: `Bearer ${stage.token({ subject })}`,
      'X-Tenant-Id': tenant,
      ...(question.body !== undefined && { 'Content-Type': 'application/json' }),
    },
  });
interface Asked {
  readonly on?: Api;
  readonly path?: string;
  readonly method?: string;
  readonly body?: string;
}

const leases = async () => Number((await stage.sql('SELECT last_value FROM leases'))[0]?.['last_value']);
const codeOf = ({ text }: Pick<Answer, 'text'>) => (JSON.parse(text) as { code?: string }).code;
const remaining = ({ headers }: Pick<Answer, 'headers'>) =>
  Number(/^"tenant";r=(\d+);t=\d+$/.exec(String(headers['ratelimit']))?.[1]);

/** Sixteen at a time, for so long. @returns how many were let in, how many refused, and the seconds it took */
async function flood(seconds: number, calls: readonly (() => Promise<Pick<Answer, 'status'>>)[]) {
  const statuses: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1_000;
  const one = async (n: number) => {
    while (performance.now() < end) statuses.push((await calls[n % calls.length]?.())?.status ?? 0);
  };
  await Promise.all(Array.from({ length: 16 }, (_, n) => one(n)));
  const of = (status: number) => statuses.filter((each) => each === status).length;
  expect(of(200) + of(429)).toBe(statuses.length);
  return { admitted: of(200), refused: of(429), took: (performance.now() - began) / 1_000 };
}

describe('A tenant that floods', () => {
  it('is let in as often as its plan says: its burst, and then its rate', async () => {
    await plan('tenant_a', 'few');
    const before = await leases();
    const { admitted, refused, took } = await flood(2, [() => ask('alice', 'tenant_a')]);
    expect(admitted).toBeLessThanOrEqual(30 + 10 * took);
    expect(admitted).toBeGreaterThan(30 + 10 * took * 0.5);
    expect(refused).toBeGreaterThan(10);
    expect((await leases()) - before).toBeLessThan(30 + 12 * took);
  });

  it('gets no more of two instances than of one', async () => {
    await plan('tenant_a', 'few');
    const { admitted, took } = await flood(2, [
      () => ask('alice', 'tenant_a'),
      () => ask('alice', 'tenant_a', { on: other }),
    ]);
    expect(admitted).toBeLessThanOrEqual(30 + 10 * took);
    expect(admitted).toBeGreaterThan(30 + 10 * took * 0.5);
  });

  it('takes nothing from another one', async () => {
    await plan('tenant_a', 'tiny');
    await plan('tenant_b', 'limited');
    const flooding = flood(1, [() => ask('alice', 'tenant_a')]);
    const answers: Answer[] = [];
    for (let n = 0; n < 50; n++) answers.push(await ask('bob', 'tenant_b'));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await flooding).refused).toBeGreaterThan(3);
  });

  it('is refused without a word to the database', async () => {
    await plan('tenant_a', 'none_left');
    const before = await leases();
    const { refused, took } = await flood(1, [() => ask('alice', 'tenant_a')]);
    // As often as a token comes back, and at the beginning.
    expect((await leases()) - before).toBeLessThanOrEqual(2 + took);
    expect(refused).toBeGreaterThan(10);
  });
});

describe('What counts', () => {
  it('is not what an outsider asks, nor what nobody has proven', async () => {
    await plan('tenant_a', 'tiny');
    const outsiders = await Promise.all(
      Array.from({ length: 40 }, (_, n) => ask(n % 2 ? 'bob' : 'nobody', 'tenant_a')),
    );
    expect(new Set(outsiders.map(codeOf))).toEqual(new Set(['tenant/forbidden']));
    const forged = { Authorization: `Bearer ${key.key.slice(0, -4)}AAAA` };
    for (let n = 0; n < 20; n++) expect((await send(api, forged)).status).toBe(401);
    for (const { headers } of outsiders) expect(headers['ratelimit']).toBeUndefined();
    expect(remaining(await ask('alice', 'tenant_a'))).toBe(4);
  });

  it('is not what a role is too low for: that has cost no more than a refusal', async () => {
    await plan('tenant_a', 'tiny');
    for (let n = 0; n < 20; n++) {
      const refused = await ask('victor', 'tenant_a', {
        path: '/api/items',
        method: 'POST',
        body: '{"name":"x"}',
      });
      expect(codeOf(refused)).toBe('tenant/role');
    }
    expect(remaining(await ask('victor', 'tenant_a'))).toBe(4);
  });

  it('is what machines send, together with what people do', async () => {
    await plan('tenant_a', 'tiny');
    const began = performance.now();
    let admitted = 0;
    const ofBoth = [() => send(api, bearer(key)), () => ask('alice', 'tenant_a')];
    for (const one of ofBoth) {
      let answer = await one();
      for (; answer.status === 200; answer = await one()) admitted += 1;
      expect([answer.status, codeOf(answer)]).toEqual([429, 'tenant/rate_limited']);
      expect(answer.headers['retry-after']).toBe('1');
    }
    expect(admitted).toBeGreaterThanOrEqual(5);
    expect(admitted).toBeLessThanOrEqual(5 + (performance.now() - began) / 1_000);
  });

  it('from a machine is refused without looking its key up, but a bad key is never told of the limit', async () => {
    await plan('tenant_a', 'none_left');
    await locked('api_keys', async (lock) => {
      await send(api, bearer(key));
      await lock();
      // The first ones come within a second of the last token; whatever has to look waits until its deadline.
      const answers = await Promise.all(Array.from({ length: 3 }, () => send(api, bearer(key))));
      expect(answers.map(({ status }) => status)).toContain(429);
    });
    const forged = { Authorization: `Bearer ${key.key.slice(0, -4)}AAAA` };
    await send(api, bearer(key));
    for (let n = 0; n < 5; n++) expect((await send(api, forged)).status).toBe(401);
  });
});

describe('The headers', () => {
  it('say what is left on every answer that counted, whatever it says', async () => {
    await plan('tenant_a', 'limited');
    const id = '019aaaaa-0000-7000-8000-000000000000';
    const answers = [
      await ask('alice', 'tenant_a'),
      await ask('alice', 'tenant_a', { path: `/api/items/${id}` }),
      await ask('alice', 'tenant_a', { path: '/api/items?limit=0' }),
      await ask('alice', 'tenant_a', { path: '/api/items', method: 'POST', body: '{"name":""}' }),
      await ask('alice', 'tenant_a', { path: '/api/items/export?format=csv' }),
      await send(api, bearer(key)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 400, 400, 200, 200]);
    for (const answer of answers) {
      expect(answer.headers['ratelimit-policy']).toBe('"tenant";q=100;w=2');
      expect(remaining(answer)).toBeGreaterThan(90);
    }
  });

  it('of a refusal say when to come back, and it is true', async () => {
    await plan('tenant_a', 'none_left');
    await ask('alice', 'tenant_a');
    const refused = await ask('alice', 'tenant_a');
    expect(refused.status).toBe(429);
    expect(refused.headers).toMatchObject({
      'content-type': expect.stringContaining('application/problem+json'),
      'retry-after': '1',
      'ratelimit-policy': '"tenant";q=1;w=1',
      ratelimit: '"tenant";r=0;t=1',
    });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await ask('alice', 'tenant_a')).status).toBe(200);
    // However long nobody comes, there is not more than the burst.
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await ask('alice', 'tenant_a')).status).toBe(200);
    expect((await ask('alice', 'tenant_a')).status).toBe(429);
  });

  it('are on no answer of no tenant', async () => {
    for (const path of ['/api/user/me', '/api/tenants', '/health/live']) {
      expect((await ask('alice', 'tenant_a', { path })).headers).not.toHaveProperty('ratelimit');
    }
  });

  it('can be read by a page of another origin', async () => {
    const open = await stage.open({ CORS_ALLOWED_ORIGINS: 'https://app.example.com' });
    const { headers } = await open.ask({
      path: '/health/live',
      headers: { Origin: 'https://app.example.com' },
    });
    expect(headers['access-control-expose-headers']).toContain('RateLimit,RateLimit-Policy');
  });
});

describe('A plan that is changed', () => {
  it('counts on every instance within 5 s, for more and for less', async () => {
    const quotaOn = async (on: Api) => (await ask('alice', 'tenant_a', { on })).headers['ratelimit-policy'];
    const both = (policy: string) =>
      within(5_000, async () => (await quotaOn(api)) === policy && (await quotaOn(other)) === policy);
    await plan('tenant_a', 'standard');
    expect(await both('"tenant";q=4000;w=2')).toBe(true);
    await stage.sql("UPDATE tenants SET plan = 'tiny' WHERE id = 'tenant_a'");
    expect(await both('"tenant";q=5;w=5')).toBe(true);
    await stage.sql("UPDATE plans SET burst = 50, requests_per_second = 100 WHERE id = 'tiny'");
    expect(await both('"tenant";q=50;w=1')).toBe(true);
    await stage.sql("UPDATE plans SET burst = 5, requests_per_second = 1 WHERE id = 'tiny'");
    await stage.sql("UPDATE tenants SET plan = 'standard' WHERE id = 'tenant_a'");
    expect(await both('"tenant";q=4000;w=2')).toBe(true);
  });
});

describe('A bucket that cannot be read', () => {
  it('lets nobody in, and is 503 with Retry-After', async () => {
    await plan('tenant_a', 'standard');
    await ask('alice', 'tenant_a');
    await locked('request_buckets', async (lock) => {
      await lock();
      await new Promise((resolve) => setTimeout(resolve, 1_050));
      const answers = await Promise.all([ask('alice', 'tenant_a'), send(api, bearer(key), {}, INGEST)]);
      for (const { status, headers, text } of answers) {
        expect([status, codeOf({ text })]).toEqual([503, 'service/unavailable']);
        expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      }
    });
    expect((await ask('alice', 'tenant_a')).status).toBe(200);
  });
});

/** Lets `work` lock a table against everybody, until it is over. */
async function locked(table: string, work: (lock: () => Promise<unknown>) => Promise<void>): Promise<void> {
  const locker = new pg.Client({ connectionString: stage.database.superuserUrl });
  await locker.connect();
  try {
    await work(() => locker.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`));
  } finally {
    await locker.end();
  }
}
