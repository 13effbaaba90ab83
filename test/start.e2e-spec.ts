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
  it('finishes the request under way when it is told to stop, and ends', async () => {
    const port = await freePort();
    const aws = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
    const endpoint = { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: world.cognito.url };
    const { child, ended } = start({
      ...world.variables,
      ...aws,
      ...endpoint,
      PORT: String(port),
      LOG_LEVEL: 'info',
    });
    const url = `http://127.0.0.1:${port}`;
    const waiting = Date.now();
    while (Date.now() - waiting < 10_000 && !(await fetch(`${url}/health/ready`).catch(() => undefined))?.ok)
      await sleep(50);

    world.cognito.fault('AdminInitiateAuth', 'timeout', 1);
    const body = JSON.stringify({ email: 'alice@example.com', password: 'canary-of-a-password' });
    const slow = fetch(`${url}/api/user/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    });
    await sleep(300);
    const asked = performance.now();
    child.kill('SIGTERM');
    expect((await slow).status).toBe(503);
    const { code, printed } = await ended;
    expect(code).toBe(0);
    expect(performance.now() - asked).toBeLessThan(10_000);
    for (const secret of ['canary-of-a-password', 'alice@example.com']) expect(printed).not.toContain(secret);
    for (const line of printed.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
  });
});
