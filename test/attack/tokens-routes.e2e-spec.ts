import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import request from 'supertest';
import { rawRequest } from '../support/raw-request.ts';
import { FakeSignOutStore } from '../support/sign-outs.ts';
import { cognitoClaims, createTokenFactory, signRaw, WEB_CLIENT_ID } from '../support/tokens.ts';
import { startTokenApp } from './token-app.ts';

const pool = await createTokenFactory();
const now = Math.floor(Date.now() / 1_000);
const subject = String(cognitoClaims('access')['sub']);

let app: INestApplication;
let idByDefault: INestApplication;

beforeAll(async () => {
  const store = new FakeSignOutStore();
  const { environment } = pool;
  app = await startTokenApp({ environment, store });
  const cognito = { ...environment.cognito, preferredTokenUse: 'id' as const };
  idByDefault = await startTokenApp({ environment: { ...environment, cognito }, store });
});

afterAll(async () => {
  await app.close();
  await idByDefault.close();
  await pool[Symbol.asyncDispose]();
});

function call(route: string, token: string, on = app) {
  return request(on.getHttpServer()).get(route).set('Authorization', `Bearer ${token}`);
}

describe('Which token a route takes', () => {
  const access = pool.sign();
  const id = pool.sign({ use: 'id' });

  it.each([
    ['/unannotated', 200, 401],
    ['/access', 200, 401],
    ['/id', 401, 200],
    ['/both', 200, 200],
    ['/public', 200, 200],
    ['/public-class/open', 200, 200],
    ['/public-class/id', 401, 200],
  ])('%s: access %i, ID %i', async (route, withAccess, withId) => {
    for (let n = 0; n < 2; n += 1) {
      expect((await call(route, access)).status).toBe(withAccess);
      expect((await call(route, id)).status).toBe(withId);
    }
  });

  it.each([
    ['/unannotated', 401],
    ['/access', 401],
    ['/id', 401],
    ['/both', 401],
    ['/public', 200],
    ['/public-class/open', 200],
    ['/public-class/id', 401],
  ])('%s without a token: %i', async (route, status) => {
    expect((await request(app.getHttpServer()).get(route)).status).toBe(status);
  });

  it('is COGNITO_PREFERRED_TOKEN_USE where nothing is said', async () => {
    expect((await call('/unannotated', access, idByDefault)).status).toBe(401);
    expect((await call('/unannotated', id, idByDefault)).status).toBe(200);
    expect((await call('/access', access, idByDefault)).status).toBe(200);
  });

  it('names the caller to the handler, and nobody on a public route', async () => {
    expect((await call('/access', access)).body).toEqual({ sub: subject });
    expect((await call('/public', access)).body).toEqual({ sub: null });
  });
});

describe('A token that Cognito could write is accepted', () => {
  const { kid, privateKey } = pool.keys.access;
  const rsa = { kid, alg: 'RS256' };
  const payload = JSON.stringify(cognitoClaims('access'));

  it.each([
    ['as it is', pool.sign()],
    ['of the other accepted client', pool.sign({ claims: { client_id: WEB_CLIENT_ID } })],
    ['with typ JWT', pool.sign({ header: { typ: 'JWT' } })],
    ['with unknown header parameters', pool.sign({ header: { x: 1, jku: 'http://127.0.0.1:1/' } })],
    ['with the aud of a resource binding', pool.sign({ claims: { aud: 'https://api.example.com' } })],
    ['that lives a day', pool.sign({ claims: { iat: now, exp: now + 86_400 } })],
    ['issued by a clock slightly ahead', pool.sign({ claims: { iat: now + 3 } })],
    ['without origin_jti and jti', pool.sign({ claims: { origin_jti: undefined, jti: undefined } })],
    ['with groups', pool.sign({ claims: { 'cognito:groups': ['platform-admin'] } })],
    [
      'with a claim named __proto__',
      signRaw(JSON.stringify(rsa), payload.replace('{', '{"__proto__":{"a":1},'), privateKey),
    ],
    ['of 8 KiB', pool.sign({ claims: { padding: 'x'.repeat(5_300) } })],
  ])('%s', async (_, token) => {
    expect(token.length).toBeLessThanOrEqual(8_192);
    expect((await call('/access', token)).status).toBe(200);
  });

  it('that expired no longer ago than clocks may differ', async () => {
    const seconds = Date.now() / 1_000;
    expect(
      (await call('/access', pool.sign({ claims: { iat: seconds - 60, exp: seconds - 2 } }))).status,
    ).toBe(200);
    expect(
      (await call('/access', pool.sign({ claims: { iat: seconds - 60, exp: seconds - 6 } }))).status,
    ).toBe(401);
  });
});

describe('Authorization', () => {
  const token = pool.sign();
  const get = () => request(app.getHttpServer()).get('/access');

  it.each(['bearer', 'BEARER', 'Bearer '])('takes the scheme as %j', async (scheme) => {
    expect((await get().set('Authorization', `${scheme} ${token}`)).status).toBe(200);
  });

  it.each([
    token,
    `Basic ${token}`,
    `Bearer${token}`,
    `Bearer ${token} x`,
    `Bearer ${token}, Bearer ${token}`,
  ])('of %j is refused', async (value) => {
    expect((await get().set('Authorization', value)).status).toBe(401);
  });

  it('is the only place that is looked at', async () => {
    expect((await get().query({ access_token: token, token })).status).toBe(401);
    expect((await get().set('Cookie', `access_token=${token}; Authorization=${token}`)).status).toBe(401);
    expect((await get().set('X-Authorization', `Bearer ${token}`)).status).toBe(401);
  });

  it('is refused when it comes twice, also with the same token', async () => {
    const line = `Authorization: Bearer ${token}`;
    expect(await rawRequest(app, ['GET /access HTTP/1.1', line])).toBe(200);
    expect(await rawRequest(app, ['GET /access HTTP/1.1', line, line])).toBe(401);
    expect(await rawRequest(app, ['GET /access HTTP/1.1', line, 'authorization: Bearer x'])).toBe(401);
    expect(await rawRequest(app, ['GET /access HTTP/1.1', 'authorization: Bearer x', line])).toBe(401);
  });
});
