import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './support/free-port.ts';
import { LocalStack } from './support/local-stack.ts';

const run = promisify(execFile);

let directory: string;
let variables: Record<string, string>;
let stack: LocalStack;
/** The front end has a stack of its own in test/web. */
const start = () => LocalStack.start(variables, ['--no-web']);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tenantry-stack-'));
  const [api, cognito] = [await freePort(), await freePort()];
  variables = { LOCAL_DIR: directory, PORT: String(api), COGNITO_PORT: String(cognito) };
  stack = start();
  await stack.ready();
}, 120_000);

afterAll(async () => {
  await stack.stop('SIGKILL');
  await run(process.execPath, ['local/reset.ts'], { env: { ...process.env, ...variables } });
  await rm(directory, { recursive: true, force: true });
});

const url = () => `http://localhost:${variables['PORT']}`;
const signIn = async (email: string, password: string) => {
  const answer = await fetch(`${url()}/api/user/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  return (await answer.json()) as { access_token: string };
};

describe('The local stack', () => {
  it('says where everything is, and the demo accounts', () => {
    const ready = /^Ready.*$/m.exec(stack.printed)?.[0] ?? '';
    for (const port of [variables['PORT'], variables['COGNITO_PORT']])
      expect(ready).toContain(`localhost:${port}`);
    for (const name of ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace']) {
      expect(stack.printed).toContain(`${name}@example.com`);
    }
  });

  it('answers the curl calls of the README, as they stand there', async () => {
    const commands = await commandsIn('README.md', 'With curl');
    expect(commands.length).toBeGreaterThanOrEqual(3);
    const [signIn = ''] = commands;
    const [stream = ''] = await commandsIn('README.md', 'Follow alerts live');
    const script = [...commands, signIn, ...(await commandsIn('README.md', 'Send alerts from Prometheus'))]
      // What is streamed never ends by itself: 28 is curl's "the time is up".
      .concat(`timeout=0; ${stream.trim()} --max-time 1 || timeout=$?; test $timeout = 28`)
      .join('\n')
      .replaceAll('http://localhost:8000', url())
      .replaceAll(/curl -s(N?) /g, 'curl -sS$1 --fail ');
    const { stdout } = await run('bash', ['-euc', script], { cwd: directory });
    expect(stdout).toMatch(/"key":"tnk\.tenant_a\./);
    expect(stdout).toMatch(/retry: 2000\nid: \d+\n/);
    expect(stdout).toContain('"email":"alice@example.com"');
    expect(stdout).toContain('"tenant_id":"tenant_a"');
    expect(stdout).toMatch(/"access_token":"ey/);
    expect(stdout).toContain('{"ok":true}');
  });

  it('answers those of the Japanese beginning, down to the tenant that one cannot enter', async () => {
    const commands = await commandsIn('docs/getting-started.ja.md', 'curl で試す');
    expect(commands).toHaveLength(3);
    const script = commands.join('\n').replaceAll('http://localhost:8000', url());
    const { stdout } = await run('bash', ['-euc', script], { cwd: directory });
    expect(stdout).toContain('"tenant_id":"tenant_a"');
    expect(stdout).toContain('"code":"tenant/forbidden"');
  });

  it('is what the application needs, as npm run doctor finds while it runs', async () => {
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...variables };
    const { stdout } = await run(process.execPath, ['local/doctor.ts', '--json'], { env });
    const said = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as unknown;
    expect(said).toMatchObject({ exit_code: 0, faults: 0, advice: 0, not_made: 0 });
  });

  it('shows the mails of alert channels beside those of Cognito', async () => {
    const { access_token } = await signIn('alice@example.com', 'Passw0rd!');
    const post = async (path: string, body: object) => {
      const answer = await fetch(`${url()}/api/alert-channels${path}`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${access_token}`,
          'X-Tenant-Id': 'tenant_a',
          'Content-Type': 'application/json',
        },
        body: JSON.stringify(body),
      });
      return (await answer.json()) as { id: string; status: string };
    };
    const recipients = ['night-shift@example.com'];
    const { id } = await post('', { name: 'Night shift', type: 'email', recipients });
    expect(await post(`/${id}/test`, {})).toMatchObject({ status: 'delivered' });
    const outbox = `http://localhost:${variables['COGNITO_PORT']}/_local/outbox?to=${recipients[0]}`;
    const { messages } = (await (await fetch(outbox)).json()) as { messages: object[] };
    expect(messages).toMatchObject([{ kind: 'alert', subject: '[test] This is a test of the channel' }]);
  });

  it('keeps what was made over a restart, and stops within 10 s', async () => {
    const { access_token } = await signIn('bob@example.com', 'Passw0rd!');
    const headers = { Authorization: `Bearer ${access_token}`, 'X-Tenant-Id': 'tenant_b' };
    const made = await fetch(`${url()}/api/items`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: '{"name":"Made before the restart"}',
    });
    const { id } = (await made.json()) as { id: string };
    expect(await stack.stop('SIGTERM')).toBeLessThan(10_000);
    expect(stack.printed.trim().endsWith('Stopped.')).toBe(true);
    stack = start();
    await stack.ready();
    // Not even the token is lost: the signing keys survive as well.
    const answer = await fetch(`${url()}/api/items/${id}`, { headers });
    expect(answer.status).toBe(200);
  }, 60_000);

  it('comes back after it was killed, and leaves no process behind', async () => {
    await stack.stop('SIGKILL');
    await sleep(1_000);
    await expect(fetch(`${url()}/health/live`)).rejects.toThrow();
    stack = start();
    await stack.ready();
    expect((await signIn('alice@example.com', 'Passw0rd!')).access_token).toMatch(/^ey/);
  }, 60_000);

  it('is not reset while it runs', async () => {
    const reset = run(process.execPath, ['local/reset.ts'], { env: { ...process.env, ...variables } });
    await expect(reset).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('Stop it first') });
    expect((await fetch(`${url()}/health/ready`)).status).toBe(200);
  });

  it.each([
    [
      'a port that is in use',
      { LOCAL_DIR: `${tmpdir()}/tenantry-other-stack` },
      [],
      /Port \d+ is in use. Set PORT /,
    ],
    ['that it runs already', {}, [], /is running already \(process \d+\)/],
    ['a port that is none', { PORT: 'x' }, [], /PORT is not valid/],
    ['an argument that it does not know', {}, ['--quick'], /Unknown argument --quick/],
  ])('says what is in the way: %s', async (_name, more, args, message) => {
    const other = LocalStack.start({ ...variables, ...more }, ['--no-web', ...args]);
    expect(await other.ended).toBe(1);
    expect(other.printed).toMatch(message);
    expect(other.printed).not.toMatch(/^\s+at /m);
  });
});

/** The shell blocks of a section. */
async function commandsIn(file: string, title: string): Promise<string[]> {
  const section = (await readFile(file, 'utf8')).split(`## ${title}`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block ?? '');
}
