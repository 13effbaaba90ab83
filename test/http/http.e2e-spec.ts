import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { once } from 'node:events';
import { World, type Caller } from '../support/world.ts';

const ORIGIN = 'https://app.example.com';

let world: World;
let alice: Caller;

beforeAll(async () => {
  world = await World.start({ variables: { CORS_ALLOWED_ORIGINS: `${ORIGIN},http://localhost:3000` } });
  alice = world.as(await world.signIn('alice@example.com'), 'tenant_a');
});
afterAll(() => world.close());

/** Sends bytes as they are, which no HTTP client would. */
async function raw(text: string): Promise<string> {
  const socket = connect(Number(new URL(world.url).port), '127.0.0.1');
  socket.end(text);
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  await once(socket, 'close');
  return answer;
}

describe('Every answer', () => {
  it('carries the request id of the caller when it is well formed, else a new one', async () => {
    const mine = await world.http.get('/health/live').set('X-Request-Id', 'abc-123').expect(200);
    expect(mine.headers['x-request-id']).toBe('abc-123');
    for (const odd of ['', 'a b', '<script>', 'x'.repeat(129), '../../etc']) {
      const { headers } = await world.http.get('/health/live').set('X-Request-Id', odd);
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('is not to be cached, framed, sniffed or embedded', async () => {
    const { headers } = await alice.get('/api/items').expect(200);
    expect(headers).toMatchObject({
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['vary']).toContain('Authorization');
    expect(headers).not.toHaveProperty('x-powered-by');
  });
});

describe('Errors', () => {
  it('are problem+json with every key of the contract', async () => {
    const { body, headers } = await world.http.get('/api/nothing-here').expect(404);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      code: 'route/not_found',
      detail: 'There is no such route.',
      message: 'There is no such route.',
      request_id: headers['x-request-id'],
    });
  });

  it.each([
    ['broken JSON', '{"name":', 400, 'request/malformed'],
    ['a bare string', '"name"', 400, 'request/invalid'],
    ['101 levels', `{"name":"x","attributes":${'['.repeat(100)}${']'.repeat(100)}}`, 400, 'request/invalid'],
    ['50,000 levels', `{"name":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 400, 'request/invalid'],
    ['a list', '[]', 400, 'request/invalid'],
    ['two megabytes', JSON.stringify({ name: 'x'.repeat(2_000_000) }), 413, 'request/too_large'],
  ])('are clear for a body of %s', async (_name, text, status, code) => {
    const { body } = await alice.post('/api/items').type('application/json').send(text).expect(status);
    expect(body.code).toBe(code);
  });

  it.each([
    ['application/x-www-form-urlencoded', 'name=x'],
    ['text/plain', '{"name":"x"}'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/xml', '<name>x</name>'],
    ['application/json; charset=utf-7', '{"name":"x"}'],
  ])('say 415 to %s', async (type, text) => {
    const { body } = await alice.post('/api/items').set('Content-Type', type).send(text).expect(415);
    expect(body.code).toBe('request/media_type');
  });

  it.each(['/', '/nope', '/health', '/favicon.ico', '/docs/nope', '/%', '/api', '/API/items/'])(
    'are problem+json outside of the API as well: %s',
    async (path) => {
      const { status, headers, body } = await world.http.get(path);
      expect(headers['content-type']).toMatch(/^application\/problem\+json/);
      expect([400, 401, 404]).toContain(status);
      expect(body.request_id).toBe(headers['x-request-id']);
    },
  );

  it('are short and quick for a body of 60,000 fields, and of as many faults', async () => {
    const fields = Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`f${n}`, 0]));
    const faults = { items: Array.from({ length: 80_000 }, () => '\u0000') };
    for (const body of [fields, faults, { name: 'x', attributes: fields }]) {
      const started = performance.now();
      const { text } = await world.http.post('/api/user/login').send(body).expect(400);
      expect(text.length).toBeLessThan(10_000);
      expect(performance.now() - started).toBeLessThan(2_500);
    }
  });

  it.each(['toString', 'hasOwnProperty', '__defineGetter__', 'valueOf', '__proto__'])(
    'name %s, which every object has, as unknown',
    async (field) => {
      const { body } = await alice
        .post('/api/items')
        .type('json')
        .send(`{"name":"x","${field}":1}`)
        .expect(400);
      expect(body.errors[0].field).toBe(field);
      const asked = await alice.get(`/api/items?${field}=1`).expect(400);
      expect(asked.body.errors[0].field).toBe(field);
    },
  );

  it('are problem+json even where Node cannot read the request', async () => {
    const answer = await raw('NOT HTTP AT ALL\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain('X-Request-Id: ');
  });

  it('say 400 to a body without end of its escapes in the path', async () => {
    const { body } = await alice.get('/api/items/%E0%A4%A').expect(400);
    expect(body.code).toBe('request/malformed');
  });

  it('say 413 to a small body that unpacks to a large one', async () => {
    const { gzipSync } = await import('node:zlib');
    const bomb = gzipSync(JSON.stringify({ name: 'x'.repeat(20_000_000) }));
    const answer = await fetch(`${world.url}/api/user/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
      body: bomb,
    });
    expect(answer.status).toBe(413);
  });
});

describe('The Host header', () => {
  it.each([
    ['twice', 'GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n'],
    ['not at all (HTTP/1.0)', 'GET /health/live HTTP/1.0\r\n\r\n'],
  ])('%s is 400', async (_name, request) => {
    expect(await raw(request)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('once is fine', async () => {
    expect(await raw('GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 200 /,
    );
  });
});

describe('Other origins', () => {
  it.each([ORIGIN, 'http://localhost:3000'])('%s is allowed, without credentials', async (origin) => {
    const { headers } = await world.http.get('/health/live').set('Origin', origin);
    expect(headers['access-control-allow-origin']).toBe(origin);
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect(headers['vary']).toContain('Origin');
  });

  it.each([
    'null',
    'https://app.example.com.evil.com',
    'https://evil.com',
    'http://app.example.com',
    'https://app.example.com:8443',
    'https://xapp.example.com',
    'https://APP.example.com',
    'https://app.example.com/',
    '*',
  ])('%s is not', async (origin) => {
    const { headers } = await world.http.get('/health/live').set('Origin', origin);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('Health and metrics', () => {
  it('tell that the process lives and can serve', async () => {
    await world.http.get('/health/live').expect(200, { status: 'ok' });
    await world.http
      .get('/health/ready')
      .expect(200, { status: 'ready', checks: { database: true, signing_keys: true, accepting: true } });
  });

  it('count requests by route, never by address, tenant or user', async () => {
    await alice.get('/api/items?limit=1&owner_sub=canary-in-the-query').expect(200);
    const { text, headers } = await world.http.get('/metrics').expect(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/api\/items",status="200"\} \d+/,
    );
    for (const secret of [
      'canary-in-the-query',
      'tenant_a',
      'alice',
      world.subjects['alice@example.com'] ?? '',
    ]) {
      expect(text).not.toContain(secret);
    }
  });
});
