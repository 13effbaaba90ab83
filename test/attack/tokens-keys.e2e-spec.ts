import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import request from 'supertest';
import { SigningKeys } from '../../src/auth/signing-keys.ts';
import { JWKS_FAULTS } from '../support/jwks-server.ts';
import { createTestKey } from '../support/signing-keys.ts';
import { FakeSignOutStore } from '../support/sign-outs.ts';
import { createTokenFactory, type TokenFactory } from '../support/tokens.ts';
import { startTokenApp } from './token-app.ts';

const MINUTE = 60_000;
const next = createTestKey('next-key=');

describe('The key endpoint', () => {
  let pool: TokenFactory;
  let app: INestApplication;
  let clock: number;
  const start = async () => {
    app = await startTokenApp({
      environment: pool.environment,
      store: new FakeSignOutStore(),
      now: () => clock,
    });
  };
  const status = async (token: string) => {
    const answer = await request(app.getHttpServer()).get('/access').set('Authorization', `Bearer ${token}`);
    if (answer.status === 503) expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    return answer.status;
  };
  const withUnknownKey = (kid = randomBytes(32).toString('base64')) => pool.sign({ header: { kid } });

  beforeEach(async () => {
    clock = 0;
    pool = await createTokenFactory();
  });

  afterEach(async () => {
    await app.close();
    await pool[Symbol.asyncDispose]();
  });

  it('is asked once, whatever 200 invented key ids come, and good tokens pass meanwhile', async () => {
    await start();
    const before = pool.jwks.downloads;
    const tokens = Array.from({ length: 200 }, () => withUnknownKey());
    const statuses = await Promise.all(tokens.flatMap((token) => [status(token), status(pool.sign())]));
    expect(statuses.filter((code) => code === 401)).toHaveLength(200);
    expect(statuses.filter((code) => code === 200)).toHaveLength(200);
    expect(pool.jwks.downloads - before).toBeLessThanOrEqual(1);
  });

  it.each(JWKS_FAULTS)(
    'may answer %s: known keys go on, unknown ones are undecided',
    async (fault) => {
      await start();
      pool.jwks.mode = fault;
      const started = performance.now();
      expect(await status(withUnknownKey())).toBe(503);
      expect(performance.now() - started).toBeLessThan(3_500);
      clock += 11 * MINUTE;
      expect(await status(pool.sign())).toBe(200);
      expect(await status(pool.sign({ key: next }))).toBe(503);
    },
    15_000,
  );

  it('may be down at the start: 503 until it is back, and then everything works without a restart', async () => {
    pool.jwks.mode = 'error500';
    await start();
    const keys = app.get(SigningKeys);
    expect(keys.isReady()).toBe(false);
    expect(await status(pool.sign())).toBe(503);
    pool.jwks.mode = 'ok';
    clock += 2_000;
    expect(await status(pool.sign())).toBe(200);
    expect(keys.isReady()).toBe(true);
  });

  it('may rotate: the new key works at first sight, the old one goes on while it is published', async () => {
    await start();
    const old = pool.sign();
    pool.jwks.publish([pool.keys.access, pool.keys.id, next]);
    expect(await status(pool.sign({ key: next }))).toBe(200);
    expect(await status(old)).toBe(200);
    expect(await status(pool.sign())).toBe(200);
  });

  it('may withdraw a key: its tokens are refused within 10 min, remembered or not', async () => {
    await start();
    const remembered = pool.sign();
    expect(await status(remembered)).toBe(200);
    pool.jwks.publish([next, pool.keys.id]);
    clock += 10 * MINUTE;
    expect(await status(remembered)).toBe(401);
    expect(await status(pool.sign())).toBe(401);
    expect(await status(pool.sign({ key: next }))).toBe(200);
  });

  it('may publish a set that lacks a key: it counts, since it is fresh and good', async () => {
    await start();
    pool.jwks.publish([pool.keys.id]);
    expect(await status(withUnknownKey())).toBe(401);
    expect(await status(pool.sign())).toBe(401);
  });

  it('may add a weak key: it verifies nothing, the others go on', async () => {
    await start();
    const weak = createTestKey('weak-key=', 1024);
    pool.jwks.publish([pool.keys.access, pool.keys.id, weak]);
    expect(await status(pool.sign({ key: weak }))).toBe(401);
    expect(await status(pool.sign())).toBe(200);
  });
});
