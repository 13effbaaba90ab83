import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries } from './binaries.ts';
import { prepareCluster, type Cluster } from './cluster.ts';
import { locate, possibleFolders } from './location.ts';
import { stopServer, takeOver } from './running-server.ts';
import { serverUser, type ServerUser } from './server-user.ts';

export interface EmbeddedPostgresOptions {
  /** Folder of the cluster; made if missing, kept over restarts. */
  readonly dataDir: string;
  /** Absent or 0: a free one. */
  readonly port?: number;
  readonly log: (line: string) => void;
  /** For tests: nothing has to survive a power cut. */
  readonly disposable?: boolean;
}

export interface EmbeddedPostgres {
  /** Role `tenantry_owner`: owns the database `tenantry`, may make roles, is no superuser. */
  readonly ownerUrl: string;
  /** Role `tenantry_app`, which the migrations make. */
  readonly runtimeUrl: string;
  /** For tests, which plant faults. Nothing else uses it. */
  readonly superuserUrl: string;
  readonly port: number;
  stop(): Promise<void>;
}

const START_DEADLINE_MS = 60_000;
const DISPOSABLE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

/**
 * PostgreSQL 18 from npm, on the loopback interface alone, with one database and its owner. The superuser
 * makes those two and is not used for anything else.
 *
 * @throws Error in one line: no programs for this machine, folder in use, or what the server's log says.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const user = await serverUser();
  const { folder, sharedFolder } = await locate(options.dataDir, user);
  const binaries = await findBinaries(user, sharedFolder, options.log);
  const cluster = await prepareCluster(folder, binaries, user);
  if (folder !== resolve(options.dataDir)) {
    options.log(`The server's user cannot enter ${options.dataDir}: the database is in ${folder}`);
  }
  await takeOver(folder, cluster.data, options.log);

  const port = options.port || (await freePort());
  const server = await launch(binaries.postgres, cluster, folder, port, user, options.disposable === true);
  const stopAtExit = () => server.kill('SIGINT');
  process.once('exit', stopAtExit);
  const stop = async () => {
    process.off('exit', stopAtExit);
    if (server.pid !== undefined && server.exitCode === null) await stopServer(server.pid);
    await rm(join(folder, 'holder.pid'), { force: true });
  };

  try {
    await answering(server, cluster, folder, port);
    await makeOwnerAndDatabase(cluster, port);
  } catch (error) {
    await stop();
    throw error;
  }
  const url = (role: string, password: string) =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/tenantry`;
  return {
    ownerUrl: url('tenantry_owner', cluster.passwords.owner),
    runtimeUrl: url('tenantry_app', cluster.passwords.runtime),
    superuserUrl: url('postgres', cluster.passwords.superuser),
    port,
    stop,
  };
}

/** Removes the cluster of `dataDir`, wherever it had to be put. Its server must have been stopped. */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  await Promise.all(possibleFolders(dataDir).map((folder) => rm(folder, { recursive: true, force: true })));
}

async function launch(
  program: string,
  { data }: Cluster,
  folder: string,
  port: number,
  user: ServerUser,
  disposable: boolean,
): Promise<ChildProcess> {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    ...(disposable ? DISPOSABLE : []),
  ];
  const logFile = await open(join(folder, 'postgres.log'), 'w', 0o600);
  const server = spawn(
    program,
    ['-D', data, '-p', String(port), ...settings.flatMap((each) => ['-c', each])],
    {
      ...user,
      cwd: '/',
      stdio: ['ignore', logFile.fd, logFile.fd],
      // A session of its own: Ctrl-C in the terminal must stop the API first, and the database after it.
      detached: true,
    },
  );
  server.unref();
  server.on('error', () => undefined);
  await logFile.close();
  return server;
}

async function answering(
  server: ChildProcess,
  cluster: Cluster,
  folder: string,
  port: number,
): Promise<void> {
  for (const end = Date.now() + START_DEADLINE_MS; Date.now() < end; await sleep(25)) {
    if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) break;
    const client = superuser(cluster, port, 'postgres');
    const ready = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (ready) return;
  }
  const lines = (await readFile(join(folder, 'postgres.log'), 'utf8')).trim().split('\n');
  const reason = lines.find((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1) ?? '';
  throw new Error(
    `PostgreSQL did not start. ${reason.replace(/^.*(FATAL|PANIC):\s*/, '')} (${folder}/postgres.log)`,
  );
}

async function makeOwnerAndDatabase(cluster: Cluster, port: number): Promise<void> {
  const client = superuser(cluster, port, 'postgres');
  await client.connect();
  try {
    const roles = await client.query("SELECT FROM pg_roles WHERE rolname = 'tenantry_owner'");
    if (roles.rowCount === 0) {
      const password = client.escapeLiteral(cluster.passwords.owner);
      await client.query(`CREATE ROLE tenantry_owner LOGIN CREATEROLE NOCREATEDB PASSWORD ${password}`);
    }
    const databases = await client.query("SELECT FROM pg_database WHERE datname = 'tenantry'");
    if (databases.rowCount === 0) await client.query('CREATE DATABASE tenantry OWNER tenantry_owner');
  } finally {
    await client.end();
  }
}

function superuser(cluster: Cluster, port: number, database: string): pg.Client {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    database,
    user: 'postgres',
    password: cluster.passwords.superuser,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  return client;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
