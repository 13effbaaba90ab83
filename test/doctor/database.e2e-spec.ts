import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { examined, findings, reasons } from './clinic.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('The doctor finds in the database, and nothing else:', () => {
  const planting = async (sql: string, undo: string, url = database.superuserUrl) => {
    const superuser = new pg.Client({ connectionString: url });
    await superuser.connect();
    await superuser.query(sql);
    return async () => {
      await superuser.query(undo);
      await superuser.end();
    };
  };

  it.each([
    [
      'a table without FORCE',
      'database/row_security',
      /"items" has tenant_id, but row-level security is not forced[^]*FORCE ROW LEVEL SECURITY/,
      'ALTER TABLE items NO FORCE ROW LEVEL SECURITY',
      'ALTER TABLE items FORCE ROW LEVEL SECURITY',
    ],
    [
      'a migration that is pending',
      'database/migrations',
      /20261122000000_foundation is missing[^]*npm run db:migrate/,
      `UPDATE _prisma_migrations SET migration_name = 'gone' WHERE migration_name LIKE '%foundation'`,
      `UPDATE _prisma_migrations SET migration_name = '20261122000000_foundation' WHERE migration_name = 'gone'`,
    ],
  ])('%s', async (_what, name, says, plant, undo) => {
    const mend = await planting(plant, undo);
    const examination = await examined(database.runtimeUrl).finally(mend);
    const faults = findings(examination, 'fault');
    expect(faults.map((fault) => fault.name)).toEqual([name]);
    expect(`${faults[0]?.found} ${faults[0]?.change}`).toMatch(says);
  });

  it('more connections than the server has, which is advice', async () => {
    const many = { variables: () => ({ DATABASE_POOL_SIZE: '100' }) };
    const examination = await examined(database.runtimeUrl, many);
    expect(findings(examination, 'fault')).toEqual([]);
    const [advice] = findings(examination, 'advice');
    expect(advice?.name).toBe('database/connections');
    expect(advice?.found).toMatch(/up to 157 connections, and the server has 1\d\d /);
    expect(advice?.change).toContain('Lower DATABASE_POOL_SIZE');
  });

  it('the same of several processes together', async () => {
    const several = { variables: () => ({ DATABASE_POOL_SIZE: '10', WEB_CONCURRENCY: '8' }) };
    const [advice] = findings(await examined(database.runtimeUrl, several), 'advice');
    expect(advice?.found).toMatch(/^8 processes .* take up to 176 connections/);
  });

  it('a role that owns the tables', async () => {
    const faults = findings(await examined(database.ownerUrl), 'fault');
    expect(new Set(faults.map(({ name }) => name))).toEqual(new Set(['database/role']));
    expect(faults.map(({ found }) => found).join()).toContain('owns the table "items"');
    expect(faults[0]?.change).toContain('Connect as a role of its own');
  });

  it('a role with BYPASSRLS', async () => {
    const url = new URL(database.runtimeUrl);
    url.username = 'doctors_bypass';
    const mend = await planting(
      `CREATE ROLE doctors_bypass LOGIN BYPASSRLS PASSWORD '${url.password}' IN ROLE tenantry_runtime`,
      'DROP ROLE doctors_bypass',
    );
    const faults = findings(await examined(url.href).finally(mend), 'fault');
    expect(faults.map(({ name, found }) => `${name} ${found}`)).toEqual([
      expect.stringMatching(/^database\/role The role "doctors_bypass" has BYPASSRLS/),
    ]);
  });

  it('that it does not answer, and says nothing of its password', async () => {
    const examination = await examined('postgresql://app:a-secret-canary@127.0.0.1:1/tenantry');
    expect(findings(examination, 'fault').map(({ name }) => name)).toEqual(['database/reachable']);
    expect(Object.keys(reasons(examination, 'not_made'))).toEqual([
      'database/migrations',
      'database/role',
      'database/row_security',
      'database/connections',
    ]);
    expect(JSON.stringify(examination)).not.toContain('a-secret-canary');
  });
});
