import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const CANDIDATES = [process.env['PGBOUNCER'], '/usr/sbin/pgbouncer', '/opt/homebrew/bin/pgbouncer'];
/** The first one that keeps prepared statements apart in transaction mode, October 2023. */
const LEAST_VERSION = [1, 21] as const;
/** `nobody`: as root it does not run. */
const UNPRIVILEGED = 65_534;

/** Where the program is, or why the tests with it are skipped. */
export const PGBOUNCER: { readonly path: string } | { readonly missing: string } = find();

function find(): { path: string } | { missing: string } {
  const path = CANDIDATES.find((each) => each !== undefined && existsSync(each));
  if (path === undefined) return { missing: 'there is no pgbouncer on this machine' };
  const said = execFileSync(path, ['--version'], { encoding: 'utf8' });
  const [major = 0, minor = 0] = (/\d+\.\d+/.exec(said)?.[0] ?? '').split('.').map(Number);
  const recent = major > LEAST_VERSION[0] || (major === LEAST_VERSION[0] && minor >= LEAST_VERSION[1]);
  return recent
    ? { path }
    : { missing: `pgbouncer ${major}.${minor} is older than ${LEAST_VERSION.join('.')}` };
}

export interface PgBouncer extends AsyncDisposable {
  /** `url`, through a pool of so many server connections. */
  through(size: number): string;
}

/**
 * PgBouncer in transaction mode in front of the database of `url`: the server connection changes hands with each
 * transaction. Set up as an operator has to.
 *
 * @param sizes of the pools to have; each is a database of its own to PgBouncer
 */
export async function startPgBouncer(url: string, sizes: readonly number[]): Promise<PgBouncer> {
  if ('missing' in PGBOUNCER) throw new Error(PGBOUNCER.missing);
  const { hostname, port, username, password, pathname } = new URL(url);
  const folder = await mkdtemp(join(tmpdir(), 'tenantry-pgbouncer-'));
  await chmod(folder, 0o755);
  const listen = await freePort();
  const target = `host=${hostname} port=${port} dbname=${pathname.slice(1)}`;
  await writeFile(join(folder, 'users.txt'), `"${username}" "${decodeURIComponent(password)}"\n`);
  await writeFile(
    join(folder, 'pgbouncer.ini'),
    `[databases]
${sizes.map((size) => `pool_${size} = ${target} pool_size=${size}`).join('\n')}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listen}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(folder, 'users.txt')}
pool_mode = transaction
max_client_conn = 500
max_prepared_statements = 200
ignore_startup_parameters = statement_timeout, lock_timeout, idle_in_transaction_session_timeout
`,
  );
  const asRoot = process.getuid?.() === 0 ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {};
  const program = spawn(PGBOUNCER.path, [join(folder, 'pgbouncer.ini')], { stdio: 'ignore', ...asRoot });
  await listening(program, listen);
  return {
    through(size) {
      const pooled = new URL(url);
      pooled.host = `127.0.0.1:${listen}`;
      pooled.pathname = `/pool_${size}`;
      return pooled.href;
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => program.once('close', resolve));
      program.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listening(program: ChildProcess, port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (program.exitCode !== null) throw new Error(`pgbouncer ended with ${program.exitCode}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await sleep(50);
  }
  throw new Error('pgbouncer does not listen');
}
