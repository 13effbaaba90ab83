import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Stage, verdict, type Api } from './stage.ts';

/** The contract: effective on every instance within so many milliseconds. */
const WITHIN = 5_000;

let stage: Stage;
let instances: readonly Api[];

beforeAll(async () => {
  stage = await Stage.start();
  instances = [await stage.open(), await stage.open()];
});
afterAll(() => stage.close());

interface Change {
  readonly subject: string;
  readonly tenant: string;
  readonly claim?: string;
  readonly sql: string;
  readonly before: string;
  readonly after: string;
}

/** Each has a tenant of its own, so that all can be watched at the same time. */
const CHANGES: Readonly<Record<string, Change>> = {
  'a member is suspended': change('suspends', "UPDATE memberships SET status = 'suspended'", 'member'),
  'a member is removed': change('removes', "UPDATE memberships SET status = 'removed'", 'admin'),
  'a membership row is deleted': change('deletes', 'DELETE FROM memberships', 'viewer'),
  'an admin becomes viewer': change('demotes', "UPDATE memberships SET role = 'viewer'", 'admin', 'viewer'),
  'a viewer becomes admin': change('promotes', "UPDATE memberships SET role = 'admin'", 'viewer', 'admin'),
  'a tenant is suspended': {
    ...change('closes', '', 'admin'),
    sql: "UPDATE tenants SET status = 'suspended' WHERE id = 'closes'",
  },
  'a member with a claim is removed': {
    ...change('removes_claimed', "UPDATE memberships SET status = 'removed'", 'member'),
    claim: 'removes_claimed',
  },
};

function change(tenant: string, sql: string, before: string, after?: string): Change {
  return {
    subject: `user-of-${tenant}`,
    tenant,
    sql: `${sql} WHERE tenant_id = '${tenant}'`,
    before: `200 ${tenant} ${before}`,
    after: after === undefined ? '403 tenant/forbidden' : `200 ${tenant} ${after}`,
  };
}

/** Milliseconds until `api` says what it should, asked all the time as a busy user would. */
async function effectiveAfter(api: Api, { subject, tenant, claim, after }: Change): Promise<number> {
  const token = stage.token({ subject, claim });
  const began = performance.now();
  for (;;) {
    const was = await api.tenantOf(token, { 'X-Tenant-Id': tenant });
    const passed = performance.now() - began;
    if (was === after || passed > 2 * WITHIN) return passed;
    await sleep(50);
  }
}

it('makes every change effective on both instances within 5 s', async () => {
  const changes = Object.values(CHANGES);
  for (const { tenant, subject, before } of changes) {
    await stage.sql('INSERT INTO tenants (id, name) VALUES ($1, $1)', [tenant]);
    await stage.plant([{ tenant, subject, role: before.split(' ')[2] as 'admin' }]);
  }
  const ask = (api: Api, { subject, claim, tenant }: Change) =>
    api.tenantOf(stage.token({ subject, claim }), { 'X-Tenant-Id': tenant });
  for (const api of instances) {
    expect(await Promise.all(changes.map((each) => ask(api, each)))).toEqual(
      changes.map(({ before }) => before),
    );
  }
  for (const { sql } of changes) await stage.sql(sql);
  const times = await Promise.all(
    Object.entries(CHANGES).flatMap(([name, each]) =>
      instances.map(async (api) => ({ name, after: await effectiveAfter(api, each) })),
    ),
  );
  expect(times).toHaveLength(14);
  expect(times.filter(({ after }) => after > WITHIN)).toEqual([]);
});

describe('Whoever is let in again', () => {
  it.each([
    ['a member', "UPDATE memberships SET status = 'active' WHERE tenant_id = 'returns'"],
    ['a tenant', "UPDATE tenants SET status = 'active' WHERE id = 'returns'"],
  ])('need not wait: %s', async (_, sql) => {
    await stage.sql("INSERT INTO tenants (id, name) VALUES ('returns', 'x') ON CONFLICT DO NOTHING");
    await stage.sql("DELETE FROM memberships WHERE tenant_id = 'returns'");
    await stage.plant([{ tenant: 'returns', subject: 'returner', status: 'suspended' }]);
    await stage.sql("UPDATE tenants SET status = $1 WHERE id = 'returns'", [
      sql.includes('tenants ') ? 'suspended' : 'active',
    ]);
    if (sql.includes('tenants '))
      await stage.sql("UPDATE memberships SET status = 'active' WHERE tenant_id = 'returns'");
    const ask = (api: Api) =>
      api.tenantOf(stage.token({ subject: 'returner' }), { 'X-Tenant-Id': 'returns' });
    expect(await Promise.all(instances.map(ask))).toEqual(Array(2).fill('403 tenant/forbidden'));
    await stage.sql(sql);
    expect(await Promise.all(instances.map(ask))).toEqual(Array(2).fill('200 returns member'));
    await stage.sql("DELETE FROM memberships WHERE tenant_id = 'returns'");
    await sleep(3_100);
  });
});

describe('Joining by the claim', () => {
  const rows = (subject: string) =>
    stage.sql('SELECT tenant_id, role, status, joined_by FROM memberships WHERE subject = $1', [subject]);
  const entries = (subject: string) =>
    stage.sql(
      `SELECT tenant_id, actor_issuer, actor_sub, action, target_type, before, after, request_id, address
       FROM audit_entries WHERE actor_sub = $1`,
      [subject],
    );

  it.each(['access', 'id'] as const)('makes one member and one audit entry, by %s tokens', async (use) => {
    const subject = `dave-by-${use}`;
    const apis = await Promise.all([1, 2].map(() => stage.open({ COGNITO_PREFERRED_TOKEN_USE: use })));
    const token = stage.token({ subject, use, claim: 'tenant_a' });
    const first = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const headers = { Authorization: `Bearer ${token}`, 'X-Request-Id': `first-${n}` };
        return verdict(await (apis[n % 2] as Api).ask({ path: '/api/tenant', headers }));
      }),
    );
    expect(new Set(first)).toEqual(new Set(['200 tenant_a member']));
    expect(await rows(subject)).toEqual([
      { tenant_id: 'tenant_a', role: 'member', status: 'active', joined_by: 'claim' },
    ]);
    expect(await entries(subject)).toEqual([
      {
        tenant_id: 'tenant_a',
        actor_issuer: stage.pool.issuer,
        actor_sub: subject,
        action: 'member.join',
        target_type: 'member',
        before: null,
        after: { role: 'member', status: 'active', joined_by: 'claim' },
        request_id: expect.stringMatching(/^first-\d+$/),
        address: '127.0.0.1',
      },
    ]);
  });

  it.each(['suspended', 'removed'] as const)('does not undo that somebody was %s', async (status) => {
    const subject = `was-${status}`;
    await stage.plant([{ tenant: 'tenant_a', subject, role: 'viewer', status }]);
    for (const api of instances) {
      const token = stage.token({ subject, claim: 'tenant_a' });
      expect(await api.tenantOf(token)).toBe('403 tenant/forbidden');
      expect(await api.tenantOf(token, { 'X-Tenant-Id': 'tenant_a' })).toBe('403 tenant/forbidden');
    }
    expect(await rows(subject)).toMatchObject([{ role: 'viewer', status }]);
    expect(await entries(subject)).toEqual([]);
  });

  it.each(['tenant_c', 'tenant_x'])('makes nobody a member of %s, suspended or unknown', async (tenant) => {
    const subject = `claims-${tenant}`;
    const [api] = instances;
    expect(await api?.tenantOf(stage.token({ subject, claim: tenant }))).toBe('403 tenant/forbidden');
    expect(await rows(subject)).toEqual([]);
  });

  it('does not happen in another tenant than the claimed one', async () => {
    const api = await stage.open({ TENANT_STRICT: '0' });
    const token = stage.token({ subject: 'wanderer', claim: 'tenant_a' });
    expect(await api.tenantOf(token, { 'X-Tenant-Id': 'tenant_b' })).toBe('403 tenant/forbidden');
    expect(await rows('wanderer')).toEqual([]);
  });
});
