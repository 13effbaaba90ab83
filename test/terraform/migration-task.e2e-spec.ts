import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from '../support/database.ts';
import { run } from '../support/terraform.ts';

/** The variables that `terraform/modules/database` gives to the migration task, for a database of the tests. */
describe('the migration task', () => {
  it('connects as the owner that PGUSER names, and makes the role of DATABASE_URL', async () => {
    const database = await createTestDatabase({ migrated: false });
    const owner = new URL(database.ownerUrl);
    const role = `tenantry_app_${process.pid}`;
    const runtimeUrl = new URL(owner);
    runtimeUrl.username = role;
    runtimeUrl.password = '0123456789abcdef0123456789abcdef';
    const client = new pg.Client({ connectionString: database.ownerUrl });
    try {
      const outcome = await run(process.execPath, ['prisma/migrate.ts'], {
        env: {
          PATH: process.env['PATH'],
          DATABASE_OWNER_URL: `postgresql://${owner.host}${owner.pathname}`,
          PGUSER: decodeURIComponent(owner.username),
          PGPASSWORD: decodeURIComponent(owner.password),
          DATABASE_URL: runtimeUrl.href,
        },
      });
      expect(outcome).toMatchObject({ code: 0, stderr: '' });
      await client.connect();
      const { rows } = await client.query(
        'SELECT rolsuper, rolbypassrls, rolcreaterole, rolcanlogin FROM pg_roles WHERE rolname = $1',
        [role],
      );
      expect(rows).toEqual([
        { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcanlogin: true },
      ]);
      const { rows: owned } = await client.query('SELECT FROM pg_tables WHERE tableowner = $1', [role]);
      expect(owned).toEqual([]);
    } finally {
      await client.query(`DROP ROLE IF EXISTS ${role}`).finally(() => client.end());
      await database.drop();
    }
  });
});
