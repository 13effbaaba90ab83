import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { removeEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './index.ts';

const isRoot = process.getuid?.() === 0;

describe('startEmbeddedPostgres', () => {
  let dataDir: string;
  let lines: string[];
  const running: EmbeddedPostgres[] = [];
  const start = async (folder = dataDir) => {
    const server = await startEmbeddedPostgres({ dataDir: folder, log: (line) => lines.push(line) });
    running.push(server);
    return server;
  };
  const query = async (url: string, sql: string) => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    return client
      .query<Record<string, unknown>>(sql)
      .then(({ rows }) => rows)
      .finally(() => client.end());
  };
  const serverPid = async () =>
    Number.parseInt(await readFile(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8'), 10);

  beforeEach(async () => {
    lines = [];
    dataDir = await mkdtemp(join(tmpdir(), 'tenantry-embedded-'));
    await chmod(dataDir, 0o755);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
    await removeEmbeddedPostgres(dataDir);
  });

  it('gives an owner that is no superuser, on the loopback interface, with secrets that only we can read', async () => {
    const { ownerUrl, port } = await start();
    expect(
      await query(
        ownerUrl,
        'SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user',
      ),
    ).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: true, rolcreatedb: false }]);
    expect(
      await query(
        ownerUrl,
        "SELECT current_setting('listen_addresses') AS a, current_setting('port') AS p, current_setting('fsync') AS f",
      ),
    ).toEqual([{ a: '127.0.0.1', p: String(port), f: 'on' }]);
    expect((await stat(join(dataDir, 'passwords.json'))).mode & 0o777).toBe(0o600);
    const wrong = new URL(ownerUrl);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('keeps passwords and rows over a restart', async () => {
    const first = await start();
    await query(first.ownerUrl, 'CREATE TABLE kept AS SELECT 1 AS n');
    await first.stop();
    const second = await start();
    expect(new URL(second.ownerUrl).password).toBe(new URL(first.ownerUrl).password);
    expect(await query(second.ownerUrl, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('recovers after the server was killed', async () => {
    const first = await start();
    await query(first.ownerUrl, 'CREATE TABLE kept AS SELECT 1 AS n');
    process.kill(await serverPid(), 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 200));
    const second = await start();
    expect(await query(second.ownerUrl, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    expect(lines.join()).toContain('recovers');
  });

  it('refuses a folder that another living process uses, and takes over from a dead one', async () => {
    const script = `import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
      const { ownerUrl } = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: () => undefined });
      console.log(ownerUrl); setInterval(() => undefined, 1000);`;
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = String(await new Promise((resolve) => other.stdout.once('data', resolve))).trim();
    try {
      await expect(start()).rejects.toThrow(`in use by process ${other.pid}`);
      expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      other.kill('SIGKILL');
    }
    await new Promise((resolve) => other.once('exit', resolve));
    // Its server is still there, as after a crash of the stack.
    const abandoned = await serverPid();
    const mine = await start();
    expect(lines.join()).toContain(`process ${abandoned}) that an interrupted run left behind`);
    expect(await query(mine.ownerUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('says what is wrong with the port', async () => {
    const { port } = await start();
    const second = await mkdtemp(join(tmpdir(), 'tenantry-embedded-'));
    await chmod(second, 0o755);
    const attempt = startEmbeddedPostgres({ dataDir: second, port, log: () => undefined });
    await expect(attempt).rejects.toThrow(/^PostgreSQL did not start\. .*TCP\/IP/);
    await rm(second, { recursive: true, force: true });
  });

  (isRoot ? it : it.skip)(
    'as root keeps the data elsewhere when its user cannot enter the folder',
    async () => {
      await chmod(dataDir, 0o700);
      const inside = join(dataDir, 'project', '.local', 'postgres');
      const { ownerUrl } = await start(inside);
      expect(lines.join()).toMatch(/cannot enter .*: the database is in \//);
      expect(await query(ownerUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await Promise.all(running.splice(0).map((server) => server.stop()));
      await removeEmbeddedPostgres(inside);
    },
  );
});
