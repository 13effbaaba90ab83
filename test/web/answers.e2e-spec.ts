import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gone } from '../support/relay.ts';
import type { Visitor, WebAnswer } from '../support/visitor.ts';
import { WebWorld } from '../support/web-world.ts';

/** Behind a proxy that ends TLS, with a client that has a secret: as in production. */
const ORIGIN = 'https://app.example.com';
const SECRET = 'only-the-front-end-knows-this';
const SESSION = '__Host-tenantry.session';
const FOREIGN = { Origin: 'https://evil.example' };
/** Shorter than the minute before its end in which a token is renewed: each request finds its token due. */
const LIFE_S = 3;

let web: WebWorld;
let alice: Visitor;
beforeAll(async () => {
  web = await WebWorld.start({
    origin: ORIGIN,
    client: {
      secret: SECRET,
      refreshTokenRotation: { graceSeconds: 0 },
      validity: { accessSeconds: LIFE_S },
    },
  });
  alice = web.visitor();
}, 60_000);
afterAll(() => web.close());

/** As Cognito answers for a refresh token that was revoked. */
function refusing(_path: string, response: ServerResponse): boolean {
  response.writeHead(400, { 'Content-Type': 'application/json' }).end('{"error":"invalid_grant"}');
  return true;
}

const set = ({ headers }: WebAnswer) => headers['set-cookie'] ?? [];
const whole = () => `Basic ${Buffer.from(`testweb:${SECRET}`).toString('base64')}`;

describe('A confidential client under https', () => {
  it('signs in, and every cookie is for https and this host alone', async () => {
    const begun = await alice.post('/auth/sign-in', { callbackUrl: '/?from=link' });
    expect(begun.status).toBe(303);
    expect(set(begun).length).toBeGreaterThanOrEqual(3);
    const page = await alice.signIn('alice', { callbackUrl: '/?from=link' });
    expect([page.status, page.url.href]).toEqual([200, `${ORIGIN}/?from=link`]);
    expect(/Switch tenant.*Acme/.test(page.text)).toBe(true);
    expect(alice.cookies.filter((name) => name.startsWith(SESSION))).not.toEqual([]);
    for (const line of [...set(begun), ...alice.cookieLines]) {
      expect(line).toMatch(/^__(Host|Secure)-/);
      expect(line).toMatch(/; Secure/i);
      expect(line).toMatch(/; HttpOnly/i);
      expect(line).toMatch(/; SameSite=Lax/i);
      expect(line).not.toMatch(/; Domain=/i);
    }
  });

  it('renews with its secret, and gives the cookie the same protection', async () => {
    web.cognito.calls.length = 0;
    const page = await alice.get('/');
    expect(web.cognito.taken('/oauth2/token')).toEqual([
      { method: 'POST', path: '/oauth2/token', authorization: whole() },
    ]);
    const session = set(page).filter((line) => line.startsWith(SESSION) && !line.includes('Max-Age=0'));
    expect(session.length).toBeGreaterThan(0);
    for (const line of session) expect(line).toMatch(/; Path=\/;.*; Secure; HttpOnly; SameSite=lax$/);
  });

  it('signs out: revokes with its secret, and leads to the hosted sign-out', async () => {
    const bob = web.visitor();
    await bob.signIn('bob');
    web.cognito.calls.length = 0;
    const out = await bob.post('/auth/sign-out', {});
    expect(web.cognito.taken('/oauth2/revoke')).toEqual([
      { method: 'POST', path: '/oauth2/revoke', authorization: whole() },
    ]);
    const { pathname, searchParams } = new URL(out.headers.location ?? '');
    expect([pathname, searchParams.get('logout_uri')]).toEqual(['/logout', `${ORIGIN}/`]);
    expect(bob.cookies.filter((name) => name.startsWith(SESSION))).toEqual([]);
    expect((await bob.get('/')).status).toBe(307);
  });

  it.each(['http://app.example.com', 'https://app.example.com.evil.example', 'null'])(
    'refuses a form of %s',
    async (Origin) => {
      for (const path of ['/auth/sign-in', '/auth/sign-out', '/']) {
        expect((await alice.post(path, {}, { Origin })).status).toBe(403);
      }
    },
  );
});

describe('Every answer carries the headers of a safe site', () => {
  const stranger = () => web.visitor();
  const ended = async () => {
    const carol = web.visitor();
    await carol.signIn('carol');
    return web.cognito.intercepting(refusing, () => carol.get('/'));
  };
  const unreachable = async () => {
    const carol = web.visitor();
    await carol.signIn('carol');
    await sleep(LIFE_S * 1_000);
    return web.cognito.intercepting(gone, () => carol.get('/api/alerts/stream?tenant=tenant_a'));
  };

  it.each<[string, number, () => Promise<WebAnswer>]>([
    ['a page', 200, () => alice.get('/')],
    ['the page of signing in', 200, () => stranger().get('/sign-in')],
    ['a page that is not there', 404, () => alice.get('/nowhere')],
    ['the way to the sign-in', 307, () => stranger().get('/')],
    ['the way to /session-ended', 307, ended],
    ['the way to the hosted pages', 303, () => stranger().post('/auth/sign-in', {})],
    ['a stream without a session', 401, () => stranger().get('/api/alerts/stream')],
    ['a stream of another tenant', 403, () => alice.get('/api/alerts/stream?tenant=tenant_b')],
    ['a stream that Cognito stands in the way of', 503, unreachable],
    ['a form of another site', 403, () => stranger().post('/auth/sign-in', {}, FOREIGN)],
    ['a script that asks for the session', 200, () => stranger().get('/api/auth/session')],
  ])('%s (%i)', async (_, status, ask) => {
    const { status: given, headers } = await ask();
    expect(given).toBe(status);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'strict-transport-security': expect.stringContaining('max-age=31536000'),
      'content-security-policy': expect.stringMatching(/default-src '(self|none)'.*frame-ancestors 'none'/),
    });
    expect(headers).not.toHaveProperty('x-powered-by');
  });
});
