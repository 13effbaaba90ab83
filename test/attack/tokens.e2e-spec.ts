import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import request from 'supertest';
import { FakeSignOutStore } from '../support/sign-outs.ts';
import { createTokenFactory } from '../support/tokens.ts';
import { hostileClaims, hostileIdClaims } from './hostile-claims.ts';
import { hostileForms, hostilePayloads } from './hostile-forms.ts';
import { hostileHeaders, otherAlgorithms } from './hostile-tokens.ts';
import { startTokenApp } from './token-app.ts';

let hits = 0;
const target = createServer((_, response) => {
  hits += 1;
  response.end('{"keys":[]}');
});
await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
const pool = await createTokenFactory();
const { port } = target.address() as AddressInfo;

const hostile = [
  ...otherAlgorithms(pool),
  ...hostileHeaders(pool, `http://127.0.0.1:${port}`),
  ...hostileClaims(pool),
  ...hostileIdClaims(pool),
  ...hostilePayloads(pool),
  ...hostileForms(pool),
];

describe('A forged or odd token', () => {
  let app: INestApplication;
  const get = (route: string) => request(app.getHttpServer()).get(route);
  const call = (route: string, token: string) => get(route).set('Authorization', `Bearer ${token}`);

  beforeAll(async () => {
    app = await startTokenApp({ environment: pool.environment, store: new FakeSignOutStore() });
  });

  afterAll(async () => {
    await app.close();
    await pool[Symbol.asyncDispose]();
    await new Promise((resolve) => target.close(resolve));
  });

  it('is one of at least 400', () => {
    expect(hostile.length).toBeGreaterThanOrEqual(400);
    expect(new Set(hostile.map(([, token]) => token)).size).toBe(hostile.length);
  });

  it.each(hostile)('is refused: %s', async (_, token) => {
    const { status, body, headers } = await call('/both', token);
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(headers['content-type']).toContain('application/problem+json');
    expect({ ...body, request_id: null }).toEqual({
      type: 'about:blank',
      title: 'Unauthorized',
      status: 401,
      detail: 'A valid token is required.',
      code: 'auth/unauthorized',
      message: 'A valid token is required.',
      request_id: null,
    });
  });

  it('makes the API ask no address that it names, and the key endpoint once for all unknown key ids', () => {
    expect(hits).toBe(0);
    expect(pool.jwks.downloads).toBeLessThanOrEqual(2);
  });

  it('cannot be told from a good one by being large: 20 kB of headers are Node’s 431', async () => {
    expect((await call('/access', 'x'.repeat(20_000))).status).toBe(431);
  });
});
