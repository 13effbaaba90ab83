import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { loadDotEnv } from './dotenv.ts';
import { installJobQueue } from './job-queue.ts';
import { ensureRuntimeRole } from './runtime-role.ts';
import { Migrations } from './schema-engine.ts';

export interface MigrateOptions {
  /** A role that may make tables and roles. */
  readonly ownerUrl: string;
  /** The role that the application will connect as; made here when it does not exist. */
  readonly runtimeUrl?: string | undefined;
  readonly log: (line: string) => void;
}

/** Any number that nobody else takes as the key of an advisory lock in this database. */
export const MIGRATION_LOCK = 7_470_110_816;
const LOCK_DEADLINE_MS = 60_000;
/** A migration that waits for a lock makes everybody else wait behind it: give up soon, and be repeated. */
const LOCK_TIMEOUT_MS = 5_000;

/**
 * Brings the database to the newest migration, one process at a time, and makes the runtime role.
 *
 * @returns the names of the migrations that were applied now.
 * @throws Error when a migration fails, or when the result is not what schema.prisma says.
 */
export async function migrate({ ownerUrl, runtimeUrl, log }: MigrateOptions): Promise<string[]> {
  const connection = {
    connectionString: ownerUrl,
    application_name: 'tenantry-migrate',
    connectionTimeoutMillis: 10_000,
    lock_timeout: LOCK_TIMEOUT_MS,
  };
  const guard = new pg.Client(connection);
  guard.on('error', () => undefined);
  await guard.connect();
  const pool = new pg.Pool({ ...connection, max: 2 });
  pool.on('error', () => undefined);
  try {
    await lock(guard, log);
    const migrations = await Migrations.load(pool);
    try {
      const applied = await migrations.apply();
      for (const name of applied) log(`Applied ${name}`);
      if (applied.length === 0) log('The database is up to date.');
      await refuseDrift(migrations);
      await installJobQueue(pool);
      await guard.query('GRANT SELECT ON _prisma_migrations TO tenantry_runtime');
      if (runtimeUrl !== undefined && userOf(runtimeUrl) !== userOf(ownerUrl)) {
        await ensureRuntimeRole(guard, runtimeUrl);
      }
      return applied;
    } finally {
      migrations.close();
    }
  } finally {
    await pool.end();
    await guard.end();
  }
}

/** Held by the session: gone with it, whatever happens. */
async function lock(client: pg.Client, log: (line: string) => void): Promise<void> {
  let waited = false;
  for (const end = Date.now() + LOCK_DEADLINE_MS; Date.now() < end; await sleep(100)) {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
      MIGRATION_LOCK,
    ]);
    if (rows[0]?.locked) return;
    if (!waited) log('Another process migrates this database: waiting for it.');
    waited = true;
  }
  throw new Error(`Another process has been migrating this database for over ${LOCK_DEADLINE_MS / 1000} s.`);
}

async function refuseDrift(migrations: Migrations): Promise<void> {
  const missing = await migrations.drift();
  if (missing === '') return;
  throw new Error(
    `schema.prisma and the database disagree. Prisma would still run:\n${missing}\nWrite a migration for it.`,
  );
}

function userOf(url: string): string {
  return new URL(url).username;
}

/** One line for people, and never the password that drivers like to quote with the URL. */
export function explain(error: unknown): string {
  const { message, code, address, port } = error as Partial<
    Record<'message' | 'code' | 'address' | 'port', string>
  >;
  const text = message || [code, address, port].filter(Boolean).join(' ') || String(error);
  return `Migration failed: ${text.replaceAll(/(postgres(?:ql)?:\/\/[^:/@\s]+):[^@\s]+@/g, '$1:***@').trim()}`;
}

async function main({ DATABASE_URL: runtimeUrl, DATABASE_OWNER_URL }: NodeJS.ProcessEnv): Promise<void> {
  const ownerUrl = DATABASE_OWNER_URL || runtimeUrl;
  if (!ownerUrl) {
    throw new Error(
      'set DATABASE_OWNER_URL (and DATABASE_URL, the role that the application uses) to the database to migrate. ' +
        'Without them, "npm start" starts a PostgreSQL of its own and migrates that.',
    );
  }
  await migrate({ ownerUrl, runtimeUrl: runtimeUrl || undefined, log: (line) => console.log(line) });
}

if (import.meta.main) {
  loadDotEnv();
  main(process.env).catch((error: unknown) => {
    console.error(explain(error));
    process.exitCode = 1;
  });
}
