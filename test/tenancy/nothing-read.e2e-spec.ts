import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Stage, verdict, type Api } from './stage.ts';

let stage: Stage;
let api: Api;

beforeAll(async () => {
  stage = await Stage.start();
  api = await stage.open();
  await stage.plant([
    { tenant: 'tenant_a', subject: 'alice', role: 'admin' },
    { tenant: 'tenant_b', subject: 'viewer', role: 'viewer' },
    { tenant: 'tenant_b', subject: 'suspended', role: 'admin', status: 'suspended' },
    { tenant: 'tenant_c', subject: 'frank', role: 'admin' },
  ]);
});
afterAll(() => stage.close());

const ask = (subject: string, tenant: string, method = 'GET', claim?: string) =>
  api.ask({
    method,
    path: '/api/items',
    headers: {
      Authorization: `Bearer ${stage.token({ subject, claim })}`,
      'X-Tenant-Id': tenant,
      ...(method === 'POST' && { 'Content-Type': 'application/json' }),
    },
    ...(method === 'POST' && { body: '{"name":"x"}' }),
  });

it('refuses without touching one table of any tenant', async () => {
  await stage.whileLocked(async () => {
    const began = performance.now();
    const refused = await Promise.all([
      ask('alice', 'tenant_b'),
      ask('alice', 'tenant_b', 'POST'),
      ask('alice', 'tenant_b', 'GET', 'tenant_a'),
      ask('alice', 'nowhere'),
      ask('nobody', 'tenant_b'),
      ask('suspended', 'tenant_b'),
      ask('frank', 'tenant_c'),
      ask('viewer', 'tenant_b', 'POST'),
    ]);
    expect(refused.map(verdict)).toEqual([
      '403 tenant/forbidden',
      '403 tenant/forbidden',
      '403 tenant/mismatch',
      ...Array<string>(4).fill('403 tenant/forbidden'),
      '403 tenant/role',
    ]);
    expect(performance.now() - began).toBeLessThan(2_500);
    // The lock does hold up whoever is let in.
    expect(await ask('alice', 'tenant_a')).toMatchObject({ status: 503 });
  });
  expect(await ask('alice', 'tenant_a')).toMatchObject({ status: 200 });
});
