import type { Pool } from 'pg';
import { readMigrations } from './migration-files.ts';

/** The database must not be used as it is; the message lists every reason. */
export class StartupRefused extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The database is not safe to use:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'StartupRefused';
    this.faults = faults;
  }
}

/** Each query returns sentences, one for each fault that it finds, about whoever is connected. */
const ROLE_QUERIES: readonly string[] = [
  `SELECT format('the role "%s" is a superuser: row-level security does not apply to it', rolname) AS fault
   FROM pg_roles WHERE rolname = current_user AND rolsuper`,

  `SELECT format('the role "%s" has BYPASSRLS: row-level security does not apply to it', rolname) AS fault
   FROM pg_roles WHERE rolname = current_user AND rolbypassrls`,

  // Membership without INHERIT counts as well: SET ROLE would do.
  `SELECT format('the role "%s" may become "%s", which is a superuser or has BYPASSRLS', current_user, rolname) AS fault
   FROM pg_roles
   WHERE rolname <> current_user AND (rolsuper OR rolbypassrls) AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
     AND pg_has_role(current_user, oid, 'MEMBER')`,

  `SELECT format('the role "%s" owns the table "%s", or may become its owner "%s"', current_user, relname, pg_get_userbyid(relowner)) AS fault
   FROM pg_class
   WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') AND pg_has_role(current_user, relowner, 'MEMBER')`,

  `SELECT format('the role "%s" may TRUNCATE the table "%s", past row-level security', current_user, relname) AS fault
   FROM pg_class
   WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND has_table_privilege(oid, 'TRUNCATE')`,

  `SELECT format('the role "%s" may add foreign keys or triggers to the table "%s"', current_user, relname) AS fault
   FROM pg_class
   WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND has_table_privilege(oid, 'REFERENCES, TRIGGER')`,

  `SELECT format('the role "%s" may create objects in the schema public', current_user) AS fault
   WHERE has_schema_privilege('public', 'CREATE')`,
];

const ROW_SECURITY_QUERIES: readonly string[] = [
  `SELECT format('the table "%s" has tenant_id, but row-level security is not %s', relname,
     CASE WHEN relrowsecurity THEN 'forced' ELSE 'enabled' END) AS fault
   FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
   WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)`,

  `SELECT format('the table "%s" has tenant_id, but no policy on app.tenant_id for all commands with USING and WITH CHECK', relname) AS fault
   FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
   WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT EXISTS (
     SELECT FROM pg_policy WHERE polrelid = c.oid AND polcmd = '*' AND polpermissive
       AND pg_get_expr(polqual, polrelid) LIKE '%app.tenant_id%' AND pg_get_expr(polwithcheck, polrelid) LIKE '%app.tenant_id%')`,

  // Permissive policies are joined by OR: one that is too wide undoes the others.
  `SELECT format('the policy "%s" on the table "%s" lets rows through that are neither the tenant''s nor the user''s own', polname, relname) AS fault
   FROM pg_policy JOIN pg_class c ON c.oid = polrelid
   WHERE relnamespace = 'public'::regnamespace AND polpermissive AND NOT (
     coalesce(pg_get_expr(polqual, polrelid), '') || coalesce(pg_get_expr(polwithcheck, polrelid), '') LIKE '%app.tenant_id%'
     OR polcmd = 'r' AND pg_get_expr(polqual, polrelid) LIKE '%app.issuer%app.subject%')`,
];

/**
 * Looks at the database as the role that the application connects as.
 *
 * @throws {StartupRefused} with every fault: a role that row-level security does not hold, a table of tenants
 * without it, a migration that is missing or failed.
 */
export async function checkAtStart(pool: Pick<Pool, 'query'>): Promise<void> {
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    throw new StartupRefused([`the database of DATABASE_URL cannot be reached: ${reasonOf(error)}`]);
  }
  const faults = [
    ...(await roleFaults(pool)),
    ...(await rowSecurityFaults(pool)),
    ...(await migrationFaults(pool)),
  ];
  if (faults.length > 0) throw new StartupRefused(faults);
}

/** What the connected role is or may do, so that row-level security would not hold it. */
export function roleFaults(pool: Pick<Pool, 'query'>): Promise<string[]> {
  return faultsOf(pool, ROLE_QUERIES);
}

/** Tables of tenants that row-level security does not guard, or not well. */
export function rowSecurityFaults(pool: Pick<Pool, 'query'>): Promise<string[]> {
  return faultsOf(pool, ROW_SECURITY_QUERIES);
}

async function faultsOf(pool: Pick<Pool, 'query'>, queries: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  for (const query of queries) {
    const { rows } = await pool.query<{ fault: string }>(query);
    faults.push(...rows.map(({ fault }) => fault));
  }
  return faults;
}

/** Node gives the errors of several addresses one empty message. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(String).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** Migrations of this program that the database does not have. */
export async function migrationFaults(pool: Pick<Pool, 'query'>): Promise<string[]> {
  const { rows: tables } = await pool.query<{ readable: boolean | null }>(
    `SELECT has_table_privilege(to_regclass('public._prisma_migrations'), 'SELECT') AS readable`,
  );
  if (tables[0]?.readable !== true) return ['the migrations have not been applied: run "npm run db:migrate"'];
  const { rows } = await pool.query<{ name: string; finished: boolean }>(
    `SELECT migration_name AS name, bool_or(finished_at IS NOT NULL) AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL GROUP BY migration_name`,
  );
  const finished = new Map(rows.map((row) => [row.name, row.finished]));
  return (await readMigrations()).flatMap(({ name }) => {
    if (finished.get(name) === true) return [];
    return finished.has(name)
      ? [`the migration ${name} failed: repair it, then run "npm run db:migrate"`]
      : [`the migration ${name} is missing: run "npm run db:migrate"`];
  });
}
