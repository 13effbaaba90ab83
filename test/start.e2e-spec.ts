import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './support/free-port.ts';
import { World } from './support/world.ts';

/** The production build as a process of its own: what a container runs. */
const PROGRAM = 'dist/src/main.js';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

interface Ended {
  readonly code: number | null;
  readonly printed: string;
}

function start(variables: Record<string, string>) {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const output of [child.stdout, child.stderr]) output.on('data', (chunk) => (printed += String(chunk)));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, printed })));
  return { child, ended };
}

describe('The process does not start', () => {
  it('without configuration: every fault at once, code 1, no stack', async () => {
    const { code, printed } = await start({ PORT: 'eighty' }).ended;
    expect(code).toBe(1);
    for (const name of ['COGNITO_USER_POOL_ID', 'COGNITO_APP_CLIENT_ID', 'DATABASE_URL', 'PORT']) {
      expect(printed).toMatch(new RegExp(`^  - ${name} is (missing|not valid): `, 'm'));
    }
    expect(printed).not.toMatch(/^\s+at /m);
  });

  it('as the owner of the tables', async () => {
    const { code, printed } = await start({ ...world.variables, DATABASE_URL: world.database.ownerUrl })
      .ended;
    expect(code).toBe(1);
    expect(printed).toMatch(/owns? /);
    expect(printed).not.toMatch(/^\s+at /m);
  });

  it('without a database, and names no password', async () => {
    const url = 'postgresql://app:a-secret-canary@127.0.0.1:1/tenantry';
    const { code, printed } = await start({ ...world.variables, DATABASE_URL: url }).ended;
    expect(code).toBe(1);
    expect(printed).toContain('the database of DATABASE_URL cannot be reached');
    expect(printed).not.toContain('a-secret-canary');
  });

  it('on a port that is in use', async () => {
    const { code, printed } = await start({ ...world.variables, PORT: new URL(world.url).port }).ended;
    expect(code).toBe(1);
    expect(printed).toContain('EADDRINUSE');
  });
});

describe('The process', () => {
  let url: string;
  let running: ReturnType<typeof start>;

  beforeAll(async () => {
    const port = await freePort();
    const aws = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
    const endpoint = { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: world.cognito.url };
    running = start({ ...world.variables, ...aws, ...endpoint, PORT: String(port), LOG_LEVEL: 'trace' });
    url = `http://127.0.0.1:${port}`;
    for (const end = Date.now() + 10_000; Date.now() < end; await sleep(50)) {
      if ((await fetch(`${url}/health/ready`).catch(() => undefined))?.ok) break;
    }
  });

  const post = (path: string, body: object, token?: string) =>
    fetch(`${url}/api/user/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });

  it('finishes the request under way when it is told to stop, ends, and has logged no secret', async () => {
    const login = await post('login', { email: 'alice@example.com', password: 'Passw0rd!' });
    const tokens = (await login.json()) as Record<'access_token' | 'id_token' | 'refresh_token', string>;
    await post('refresh', { refresh_token: tokens.refresh_token });
    await post('forgot-password', { email: 'carol@example.com' });
    await post(
      'change-password',
      { previous_password: 'canary-1', new_password: 'canary-2' },
      tokens.access_token,
    );
    await post('login', { email: 'dave@example.com', password: 'Temp0rary!' });
    await post('refresh', { refresh_token: 'canary-3' });
    await fetch(`${url}/api/items?owner_sub=canary-4`, { headers: { Authorization: 'Bearer canary-5' } });

    world.cognito.fault('AdminInitiateAuth', 'timeout', 1);
    const slow = post('login', { email: 'bob@example.com', password: 'canary-6' });
    await sleep(300);
    const asked = performance.now();
    running.child.kill('SIGTERM');
    expect((await slow).status).toBe(503);
    const { code, printed } = await running.ended;
    expect(code).toBe(0);
    expect(performance.now() - asked).toBeLessThan(10_000);

    const { access_token, id_token, refresh_token } = tokens;
    const secrets = [
      'Passw0rd!',
      'Temp0rary!',
      '@example.com',
      'canary',
      access_token,
      id_token,
      refresh_token,
    ];
    for (const secret of secrets) expect(printed).not.toContain(secret);
    const lines = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.filter(({ msg }) => msg === 'Request').length).toBeGreaterThanOrEqual(8);
    expect(lines.filter(({ sub }) => sub === world.subjects['alice@example.com']).length).toBeGreaterThan(0);
  });
});
