import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { Stage, verdict, type Api } from './stage.ts';

/** Of tenants' tables a refused request may ask the memberships alone: without them it could not be refused. */
const LOCKED = `SELECT array_agg(relname::text) AS tables
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'memberships'`;

let stage: Stage;
let api: Api;
let locker: pg.Client;

beforeAll(async () => {
  stage = await Stage.start();
  api = await stage.open();
  await stage.plant([
    { tenant: 'tenant_a', subject: 'alice', role: 'admin' },
    { tenant: 'tenant_b', subject: 'viewer', role: 'viewer' },
    { tenant: 'tenant_b', subject: 'suspended', role: 'admin', status: 'suspended' },
    { tenant: 'tenant_c', subject: 'frank', role: 'admin' },
  ]);
  locker = new pg.Client({ connectionString: stage.database.superuserUrl });
  await locker.connect();
});
afterAll(async () => {
  await locker.end();
  await stage.close();
});

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

/** A statement that so much as mentions one of the tables waits for the lock, until its deadline makes it a 503. */
it('refuses without touching one table of any tenant', async () => {
  const [found] = await stage.sql(LOCKED);
  const tables = found?.['tables'] as string[];
  expect(tables).toEqual(
    expect.arrayContaining(['audit_entries', 'idempotency_keys', 'item_terms', 'items']),
  );
  await locker.query('BEGIN');
  await locker.query(`LOCK TABLE ${tables.join(', ')} IN ACCESS EXCLUSIVE MODE`);
  try {
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
  } finally {
    await locker.query('ROLLBACK');
  }
  expect(await ask('alice', 'tenant_a')).toMatchObject({ status: 200 });
});
