import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

const COMMAND = fileURLToPath(new URL('../bin/local-cognito.js', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-cognito-'));
});
afterAll(() => rm(folder, { recursive: true }));

function run(args: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [COMMAND, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: 'pipe',
  });
}

async function finished(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, out, err };
}

async function listening(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return /http:\S+/.exec(chunk.toString())?.[0] ?? '';
}

it('serves what its configuration declares and keeps the state until SIGTERM', async () => {
  const config = join(folder, 'config.json');
  const id = 'ap-northeast-1_Command';
  await writeFile(
    config,
    JSON.stringify({ pools: [{ id, name: 'command', clients: [{ id: 'app', name: 'app' }] }] }),
  );
  const child = run(['--config', config, '--state', join(folder, 'state.json')], {
    COGNITO_PORT: '0',
    COGNITO_LOCAL_HOOKS: '1',
  });
  const url = await listening(child);
  expect((await fetch(`${url}/${id}/.well-known/jwks.json`)).status).toBe(200);
  expect((await fetch(`${url}/_local/outbox`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await finished(child)).toMatchObject({ code: 0, err: '' });
});

it.each([
  [['--port', 'abc'], /port must be a number/],
  [['--nothing'], /nothing/],
  [['--public-url', 'nowhere'], /--public-url must be/],
  [['--config', '/does/not/exist.json'], /exist\.json: cannot be read/],
])('says what is wrong with %j in one line and exits with 1', async (args, message) => {
  const { code, err } = await finished(run(args));
  expect(code).toBe(1);
  expect(err).toMatch(message);
  expect(err.trim().split('\n')).toHaveLength(1);
});
