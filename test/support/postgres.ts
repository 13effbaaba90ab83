import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../../local/postgres/index.ts';
import { migrate } from '../../prisma/migrate.ts';

/** Migrated once; every test file's database is a copy of it. */
export const TEMPLATE_DATABASE = 'tenantry_template';

export interface TestPostgres {
  readonly ownerUrl: string;
  readonly runtimeUrl: string;
  readonly superuserUrl: string;
  stop(): Promise<void>;
}

/** A server for one run of the tests, in the temporary folder and gone afterwards. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tenantry-test-'));
  // As root the server runs as another user, who has to enter.
  await chmod(dataDir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined, disposable: true });
  const stop = async () => {
    await server.stop();
    await removeEmbeddedPostgres(dataDir);
  };
  try {
    await makeTemplate(server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...server, stop };
}

async function makeTemplate({
  ownerUrl,
  runtimeUrl,
  superuserUrl,
}: Omit<TestPostgres, 'stop'>): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${TEMPLATE_DATABASE} OWNER tenantry_owner`);
  } finally {
    await client.end();
  }
  await migrate({
    ownerUrl: inDatabase(ownerUrl, TEMPLATE_DATABASE),
    runtimeUrl: inDatabase(runtimeUrl, TEMPLATE_DATABASE),
    log: () => undefined,
  });
}

/** `url` with another database's name. */
export function inDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
