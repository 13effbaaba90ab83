import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate, MIGRATION_LOCK } from '../../prisma/migrate.ts';
import { readMigrations } from '../../src/platform/database/migration-files.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const run = promisify(execFile);
const quiet = () => undefined;

describe('migrate', () => {
  const databases: TestDatabase[] = [];
  afterEach(async () => {
    await Promise.all(databases.splice(0).map((each) => each.drop()));
  });
  const empty = async () => {
    const database = await createTestDatabase({ migrated: false });
    databases.push(database);
    return database;
  };
  async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  }
  const withUser = (url: string, user: string, password: string) => {
    const changed = new URL(url);
    changed.username = user;
    changed.password = password;
    return changed.href;
  };

  it('applies every migration once and records it as Prisma does', async () => {
    const { ownerUrl, runtimeUrl } = await empty();
    const names = (await readMigrations()).map(({ name }) => name);
    expect(await migrate({ ownerUrl, runtimeUrl, log: quiet })).toEqual(names);
    expect(await migrate({ ownerUrl, runtimeUrl, log: quiet })).toEqual([]);
    const recorded = await query(
      ownerUrl,
      'SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, applied_steps_count AS steps FROM _prisma_migrations ORDER BY 1',
    );
    const expected = (await readMigrations()).map(({ name, sql }) => ({
      migration_name: name,
      checksum: createHash('sha256').update(sql).digest('hex'),
      finished: true,
      steps: 1,
    }));
    expect(recorded).toEqual(expected);
  });

  it('lets processes that start at the same moment take turns, on one database and on several', async () => {
    const [one, other] = [await empty(), await empty()];
    const applied = await Promise.all(
      [one, one, other].map(({ ownerUrl, runtimeUrl }) => migrate({ ownerUrl, runtimeUrl, log: quiet })),
    );
    const count = (await readMigrations()).length;
    expect(applied.map((names) => names.length).toSorted()).toEqual([0, count, count]);
  });

  it('waits for whoever migrates this database at the moment, and says so', async () => {
    const { ownerUrl } = await empty();
    const other = new pg.Client({ connectionString: ownerUrl });
    await other.connect();
    await other.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const lines: string[] = [];
    const migrating = migrate({ ownerUrl, log: (line) => lines.push(line) });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(lines).toEqual(['Another process migrates this database: waiting for it.']);
    await other.end();
    expect(await migrating).toHaveLength((await readMigrations()).length);
  });

  it('makes the login role of DATABASE_URL without any power of its own', async () => {
    const { ownerUrl, runtimeUrl } = await empty();
    const role = `app_${Date.now()}`;
    const url = withUser(runtimeUrl, role, "it's %41 secret");
    await migrate({ ownerUrl, runtimeUrl: url, log: quiet });
    const [found] = await query(
      ownerUrl,
      `SELECT rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles WHERE rolname = '${role}'`,
    );
    expect(found).toEqual({
      rolcanlogin: true,
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
    });
    expect(await query(url, 'SELECT count(*)::int AS n FROM items')).toEqual([{ n: 0 }]);
    await query(ownerUrl, `DROP ROLE ${role}`);
  });

  it('takes a login role that is there already into the group, and leaves its password', async () => {
    const { ownerUrl, runtimeUrl } = await empty();
    const role = `there_${Date.now()}`;
    await query(ownerUrl, `CREATE ROLE ${role} LOGIN PASSWORD 'kept'`);
    await migrate({ ownerUrl, runtimeUrl: withUser(runtimeUrl, role, 'other'), log: quiet });
    expect(await query(withUser(runtimeUrl, role, 'kept'), 'SELECT count(*)::int AS n FROM items')).toEqual([
      { n: 0 },
    ]);
    await query(ownerUrl, `DROP ROLE ${role}`);
  });

  it.each([
    ['a column is missing', 'ALTER TABLE items DROP COLUMN owner_sub'],
    ['a column is too many', 'ALTER TABLE items ADD COLUMN surprise text'],
    ['an index is missing', 'DROP INDEX items_tenant_id_created_at_id_idx'],
    ['a foreign key is missing', 'ALTER TABLE item_terms DROP CONSTRAINT item_terms_tenant_id_item_id_fkey'],
  ])('fails when %s', async (_, change) => {
    const { ownerUrl } = await empty();
    await migrate({ ownerUrl, log: quiet });
    await query(ownerUrl, change);
    await expect(migrate({ ownerUrl, log: quiet })).rejects.toThrow(
      /schema.prisma and the database disagree/,
    );
  });

  it('runs as a command: one line for a fault, never the password', async () => {
    const { ownerUrl, runtimeUrl } = await empty();
    const command = (variables: Record<string, string>) =>
      run(process.execPath, ['prisma/migrate.ts'], { env: { PATH: process.env['PATH'], ...variables } }).then(
        ({ stdout }) => ({ code: 0, text: stdout }),
        ({ code, stderr }: { code: number; stderr: string }) => ({ code, text: stderr }),
      );
    const done = await command({ DATABASE_OWNER_URL: ownerUrl, DATABASE_URL: runtimeUrl });
    expect(done).toMatchObject({
      code: 0,
      text: expect.stringContaining('Applied 20261122000000_foundation'),
    });
    for (const [variables, message] of [
      [{}, /^Migration failed: set DATABASE_OWNER_URL .*npm start.*\n$/],
      [{ DATABASE_URL: 'postgresql://me:hunter2@127.0.0.1:1/x' }, /^Migration failed: .*ECONNREFUSED.*\n$/],
      [
        { DATABASE_URL: withUser(ownerUrl, 'tenantry_owner', 'hunter2') },
        /^Migration failed: password authentication.*\n$/,
      ],
      [{ DATABASE_URL: 'not a url' }, /^Migration failed: .*\n$/],
    ] as const) {
      const { code, text } = await command(variables);
      expect(code).toBe(1);
      expect(text).toMatch(message);
      expect(text).not.toContain('hunter2');
    }
  });
});
