import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import request from 'supertest';
import { SignOuts } from '../../src/auth/sign-outs.ts';
import { TokenVerifier } from '../../src/auth/token-verifier.ts';
import { FakeSignOutStore } from '../support/sign-outs.ts';
import { createTokenFactory, type TokenFactory } from '../support/tokens.ts';
import { startTokenApp } from './token-app.ts';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('After a sign-out', () => {
  let pool: TokenFactory;
  let store: FakeSignOutStore;
  let here: INestApplication;
  let elsewhere: INestApplication;

  beforeEach(async () => {
    pool = await createTokenFactory();
    store = new FakeSignOutStore();
    here = await startTokenApp({ environment: pool.environment, store });
    elsewhere = await startTokenApp({ environment: pool.environment, store });
  });

  afterEach(async () => {
    await Promise.all([here.close(), elsewhere.close()]);
    await pool[Symbol.asyncDispose]();
  });

  const status = async (app: INestApplication, token: string) =>
    (await request(app.getHttpServer()).get('/both').set('Authorization', `Bearer ${token}`)).status;
  const principalOf = (token: string) => here.get(TokenVerifier).verify(token, ['access', 'id']);
  const refusedWithin5s = async (app: INestApplication, token: string) => {
    const started = performance.now();
    while ((await status(app, token)) !== 401) {
      expect(performance.now() - started).toBeLessThan(5_000);
      await sleep(50);
    }
  };

  it('the token is refused here at once and elsewhere within 5 s, and no other sign-in is', async () => {
    const token = pool.sign();
    const otherSignIn = pool.sign();
    expect(await status(elsewhere, token)).toBe(200);
    await here.get(SignOuts).signOutThis(await principalOf(token));
    expect(await status(here, token)).toBe(401);
    await refusedWithin5s(elsewhere, token);
    expect(await status(elsewhere, otherSignIn)).toBe(200);
  });

  it('the ID token of the same sign-in is refused too', async () => {
    const claims = { origin_jti: 'one-sign-in' };
    await here.get(SignOuts).signOutThis(await principalOf(pool.sign({ claims })));
    expect(await status(here, pool.sign({ use: 'id', claims }))).toBe(401);
  });

  it('everywhere, all tokens of the user are refused, and a new sign-in works at once', async () => {
    const tokens = [pool.sign(), pool.sign(), pool.sign({ use: 'id' })];
    const bystander = pool.sign({ claims: { sub: 'somebody-else' } });
    await here.get(SignOuts).signOutEverywhere(await principalOf(pool.sign()));
    const anew = pool.sign();
    for (const token of tokens) expect(await status(here, token)).toBe(401);
    for (const token of tokens) await refusedWithin5s(elsewhere, token);
    for (const app of [here, elsewhere]) {
      expect(await status(app, anew)).toBe(200);
      expect(await status(app, bystander)).toBe(200);
    }
  });

  it('the token stays refused with another spelling of its signature', async () => {
    // 2,048 bits leave four spare bits in the last of 342 base64url characters; decoders ignore them.
    const token = pool.sign();
    const respelled = token.slice(0, -1) + BASE64URL.charAt(BASE64URL.indexOf(token.slice(-1)) + 1);
    expect(respelled).not.toBe(token);
    expect(await status(here, respelled)).toBe(200);
    await here.get(SignOuts).signOutThis(await principalOf(token));
    expect(await status(here, respelled)).toBe(401);
  });

  it('nobody is let through while it is unknown who signed out', async () => {
    const token = pool.sign();
    expect(await status(here, token)).toBe(200);
    store.down = true;
    await sleep(4_500);
    expect(await status(here, token)).toBe(503);
    store.down = false;
    expect(await status(here, token)).toBe(200);
  }, 10_000);
});
