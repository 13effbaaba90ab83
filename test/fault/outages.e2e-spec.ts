import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import request from 'supertest';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { World, type Tokens } from '../support/world.ts';

let world: World;
let tokens: Tokens;

beforeAll(async () => {
  world = await World.start();
  tokens = await world.signIn('alice@example.com');
});
afterAll(() => world.close());

const items = () => world.as(tokens, 'tenant_a').get('/api/items?limit=1');

describe('A database that is gone', () => {
  const name = () => new URL(world.database.ownerUrl).pathname.slice(1);
  /** Nobody new may connect, and everybody connected is thrown out: what a restart or a failover looks like. */
  const shut = async (closed: boolean) => {
    const allowed = closed ? 'false' : 'true';
    await query('TEST_POSTGRES_OWNER_URL', `ALTER DATABASE ${name()} ALLOW_CONNECTIONS ${allowed}`);
    if (!closed) return;
    const everybody = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name()}'`;
    await query('TEST_POSTGRES_RUNTIME_URL', everybody);
  };

  it('is 503 with Retry-After on every route, never 401 or 500, and comes back by itself', async () => {
    await items().expect(200);
    await shut(true);
    try {
      const answer = await items();
      expect(answer.status).toBe(503);
      expect(answer.body.code).toBe('service/unavailable');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      const login = { email: 'alice@example.com', password: 'Passw0rd!' };
      expect((await world.http.post('/api/user/login').send(login)).status).toBe(503);
      expect((await world.as(tokens).get('/api/user/me')).status).toBe(503);
      expect((await world.http.get('/health/ready')).status).toBe(503);
      expect((await world.http.get('/health/live')).status).toBe(200);
    } finally {
      await shut(false);
    }
    await sleep(1_500);
    await items().expect(200);
    await world.http.get('/health/ready').expect(200);
  });

  it('answers within seconds while it is gone, also when nobody knows yet', async () => {
    await shut(true);
    try {
      const started = performance.now();
      const answers = await Promise.all(Array.from({ length: 20 }, () => items()));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
      expect(performance.now() - started).toBeLessThan(4_000);
    } finally {
      await shut(false);
    }
    await sleep(1_500);
    await items().expect(200);
  });
});

describe('Signing keys that cannot be had', () => {
  it('leave known tokens good; those of an unknown key cannot be decided', async () => {
    await items().expect(200);
    await world.cognito.rotateKeys();
    world.cognito.fault('jwks', 'http500', 50);
    const young = await world.cognitoTokens('alice@example.com');
    await items().expect(200);
    const { status, headers } = await world.as(young, 'tenant_a').get('/api/items?limit=1');
    expect(status).toBe(503);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    world.cognito.fault('jwks', 'http500', 0);
    await sleep(2_500);
    await world.as(young, 'tenant_a').get('/api/items?limit=1').expect(200);
  });
});

describe('Two instances', () => {
  let other: NestExpressApplication;
  beforeAll(async () => {
    other = await world.anotherInstance();
  });
  afterAll(() => other.close());

  it('both refuse a token within 5 s of its sign-out at one of them', async () => {
    const mine = await world.signIn('bob@example.com');
    const me = () =>
      request(other.getHttpServer()).get('/api/user/me').set('Authorization', `Bearer ${mine.access_token}`);
    await me().expect(200);
    const signedOut = performance.now();
    await world.as(mine).post('/api/user/logout').send({ refresh_token: mine.refresh_token }).expect(200);
    while ((await me()).status === 200 && performance.now() - signedOut < 5_000) await sleep(100);
    await me().expect(401);
    expect(performance.now() - signedOut).toBeLessThan(5_000);
  });
});

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env[url] });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
