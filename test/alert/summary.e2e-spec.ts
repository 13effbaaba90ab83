import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Caller } from '../support/world.ts';
import { crew, raise, type Crew } from './crew.ts';

interface Summary {
  readonly open: Counts;
  readonly acknowledged: Counts;
  readonly mine_open: number;
  readonly buckets: readonly (Counts & { readonly start: string })[];
}
interface Counts {
  readonly critical: number;
  readonly warning: number;
  readonly info: number;
}
const NONE = { critical: 0, warning: 0, info: 0 };

let on: Crew;
beforeAll(async () => {
  on = await crew();
});
afterAll(() => on.world.close());

async function summary(query = '', caller = on.alice): Promise<Summary> {
  const { body } = await caller.get(`/api/alerts/summary${query}`).expect(200);
  return body as Summary;
}

/** Alerts that were made long ago, at these times. */
async function makeAt(times: readonly string[], severity: string, tenant = 'tenant_a'): Promise<void> {
  const client = new pg.Client({ connectionString: on.world.database.superuserUrl });
  await client.connect();
  await client.query(`SELECT set_config('app.tenant_id', $1, false)`, [tenant]);
  await client.query(
    `INSERT INTO alerts (tenant_id, title, severity, source, created_at)
     SELECT $1, 'Old', $2, 'test', time FROM unnest($3::timestamptz[]) AS time`,
    [tenant, severity, times],
  );
  await client.end();
}

describe('GET /api/alerts/summary', () => {
  it('counts what is open and acknowledged, by severity, of this tenant alone', async () => {
    const before = await summary();
    const theirs = await summary('', on.bob);
    const open = await raise(on.alice, { severity: 'critical' });
    const acknowledged = await raise(on.alice, { severity: 'info' });
    const resolved = await raise(on.alice, { severity: 'warning' });
    await on.alice.post(`/api/alerts/${acknowledged.id}/acknowledge`).expect(200);
    await on.alice.post(`/api/alerts/${resolved.id}/resolve`).expect(200);

    const after = await summary();
    expect(after.open).toEqual({ ...before.open, critical: before.open.critical + 1 });
    expect(after.acknowledged).toEqual({ ...before.acknowledged, info: before.acknowledged.info + 1 });
    const [today, todayBefore] = [after.buckets.at(-1), before.buckets.at(-1)];
    expect(today).toMatchObject({
      critical: (todayBefore?.critical ?? 0) + 1,
      warning: (todayBefore?.warning ?? 0) + 1,
      info: (todayBefore?.info ?? 0) + 1,
    });
    expect(await summary('', on.bob)).toEqual(theirs);
    await on.alice.post(`/api/alerts/${open.id}/resolve`).expect(200);
    expect((await summary()).open).toEqual(before.open);
  });

  it("counts the caller's own unresolved ones, and nobody else's", async () => {
    const carol = on.world.as(await on.world.signIn('carol@example.com'), 'tenant_a');
    const assign = async (caller: Caller, email: string) => {
      const { id } = await raise(caller);
      const assignee_sub = on.world.subjects[email];
      await caller.post(`/api/alerts/${id}/assign`).send({ assignee_sub }).expect(200);
      return id;
    };
    const mine = (await summary()).mine_open;
    const [open, acknowledged] = [
      await assign(on.alice, 'alice@example.com'),
      await assign(on.alice, 'alice@example.com'),
    ];
    await assign(on.alice, 'carol@example.com');
    await on.alice.post(`/api/alerts/${acknowledged}/acknowledge`).expect(200);
    expect((await summary()).mine_open).toBe(mine + 2);
    expect((await summary('', carol)).mine_open).toBe(1);
    expect((await summary('', on.carolAsViewer)).mine_open).toBe(0);
    await on.alice.post(`/api/alerts/${open}/resolve`).expect(200);
    expect((await summary()).mine_open).toBe(mine + 1);
  });

  it('has seven days of buckets where nothing else is said, today last', async () => {
    const { buckets } = await summary();
    const today = new Date().toISOString().slice(0, 10);
    expect(buckets).toHaveLength(7);
    expect(buckets.at(-1)?.start).toBe(`${today}T00:00:00.000Z`);
  });

  it('puts each alert into the bucket of its time, with the empty ones in between', async () => {
    await makeAt(['2020-02-28T23:59:59.999Z', '2020-02-29T00:00:00Z', '2020-03-02T12:00:00Z'], 'info');
    await makeAt(['2020-03-02T23:59:59.999Z', '2020-03-03T00:00:00Z'], 'critical');
    await makeAt(['2020-02-29T12:00:00Z'], 'critical', 'tenant_b');
    const { buckets } = await summary('?from=2020-02-29T00:00:00Z&to=2020-03-03T00:00:00Z');
    expect(buckets).toEqual([
      { start: '2020-02-29T00:00:00.000Z', ...NONE, info: 1 },
      { start: '2020-03-01T00:00:00.000Z', ...NONE },
      { start: '2020-03-02T00:00:00.000Z', ...NONE, info: 1, critical: 1 },
    ]);
    const hours = await summary('?from=2020-03-02T22:30:00Z&to=2020-03-03T00:00:00.001Z&bucket=hour');
    expect(hours.buckets).toEqual([
      { start: '2020-03-02T22:00:00.000Z', ...NONE },
      { start: '2020-03-02T23:00:00.000Z', ...NONE, critical: 1 },
      { start: '2020-03-03T00:00:00.000Z', ...NONE, critical: 1 },
    ]);
  });

  it('is there at both ends of the calendar', async () => {
    for (const query of [
      '?from=0000-01-01T00:00:00Z&to=0000-01-02T00:00:00Z',
      '?from=9999-12-31T00:00:00Z&to=9999-12-31T23:59:59Z',
    ]) {
      expect((await summary(query)).buckets).toEqual([expect.objectContaining(NONE)]);
    }
  });

  it.each([
    ['?bucket=week', 'bucket'],
    ['?bucket=', 'bucket'],
    ['?from=yesterday', 'from'],
    ['?to=2026-02-30T00:00:00Z', 'to'],
    ['?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'to'],
    ['?from=2999-01-01T00:00:00Z', 'from'],
    ['?from=2025-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'from'],
    ['?from=2026-01-01T00:00:00Z&to=2026-01-10T00:00:00Z&bucket=hour', 'from'],
    ['?severity=critical', 'severity'],
  ])('refuses %s, naming %s', async (query, field) => {
    const { body } = await on.alice.get(`/api/alerts/summary${query}`).expect(400);
    expect(body.errors.map((error: { field: string }) => error.field)).toEqual([field]);
  });

  it('is 401 without a token and with an ID token, 403 in another tenant', async () => {
    await on.world.http.get('/api/alerts/summary').expect(401);
    const idToken = { Authorization: `Bearer ${on.tokens.id_token}`, 'X-Tenant-Id': 'tenant_a' };
    await on.world.http.get('/api/alerts/summary').set(idToken).expect(401);
    await on.world.as(on.tokens, 'tenant_b').get('/api/alerts/summary').expect(403);
  });
});
