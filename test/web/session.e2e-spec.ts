import { AdminUserGlobalSignOutCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { TOKEN } from '../support/page-watch.ts';
import { gone } from '../support/relay.ts';
import { formOf, leadsTo, type Visitor } from '../support/visitor.ts';
import { WebWorld } from '../support/web-world.ts';
import { USER_POOL } from '../support/world.ts';

/** Shorter than the minute before its end in which a token is renewed: each request finds its token due. */
const LIFE_S = 10;
const SESSION = 'tenantry.session';
const SHELL = 'Switch tenant';

let web: WebWorld;
let visitors: Visitor[];
beforeAll(async () => {
  visitors = [];
  // No grace: a refresh token that is used a second time is refused.
  const client = { refreshTokenRotation: { graceSeconds: 0 }, validity: { accessSeconds: LIFE_S } };
  web = await WebWorld.start({ client });
}, 60_000);
afterAll(() => web.close());

function someone(): Visitor {
  const visitor = web.visitor();
  visitors.push(visitor);
  return visitor;
}
const refreshes = () => web.cognito.taken('/oauth2/token').length;
const hasSession = (visitor: Visitor) => visitor.cookies.some((name) => name.startsWith(SESSION));

describe('A token that is over', () => {
  it('is renewed once for fifty requests at the same moment, and the session goes on', async () => {
    const alice = someone();
    expect((await alice.signIn('alice')).text).toContain(SHELL);
    await sleep(LIFE_S * 1_000);
    const before = alice.twin();
    refreshes();
    const pages = await Promise.all(Array.from({ length: 50 }, () => alice.get('/')));
    expect(new Set(pages.map(({ status, text }) => `${status} ${text.includes(SHELL)}`))).toEqual(
      new Set(['200 true']),
    );
    expect(refreshes()).toBe(1);
    // Sent before the new cookie was there, and late.
    expect((await before.get('/')).status).toBe(200);
    expect(refreshes()).toBe(0);
    // Each of these takes the refresh token that the one before was given.
    for (let more = 0; more < 3; more++) {
      expect((await alice.get('/')).text).toContain(SHELL);
      expect(refreshes()).toBe(1);
    }
    expect(hasSession(alice)).toBe(true);
  });

  it('leads to /session-ended when Cognito renews it no more, and from there back to the place', async () => {
    const bob = someone();
    await bob.signIn('bob');
    const everywhere = { UserPoolId: USER_POOL, Username: 'bob@example.com' };
    await web.world.admin.send(new AdminUserGlobalSignOutCommand(everywhere));
    const ended = await bob.get('/?from=a%26b');
    expect(leadsTo(ended)).toBe('/session-ended?callbackUrl=%2F%3Ffrom%3Da%2526b');
    expect(hasSession(bob)).toBe(false);
    const { callbackUrl = '' } = formOf(await bob.follow(ended))?.fields ?? {};
    const back = await bob.signIn('bob', { callbackUrl });
    expect(back.url.href).toBe(`${web.origin}/?from=a%26b`);
    expect(back.text).toContain(SHELL);
  });

  it.each(['reset', 'http500'])('costs nothing while Cognito cannot be reached (%s)', async (fault) => {
    const carol = someone();
    await carol.signIn('carol');
    web.world.cognito.fault('oauth2/token', fault, 1_000);
    try {
      // Not over yet: it is good enough.
      expect((await carol.get('/')).text).toContain(SHELL);
      await sleep(LIFE_S * 1_000);
      const stopped = await carol.get('/?from=mail');
      expect(leadsTo(stopped)).toBe('/unreachable?callbackUrl=%2F%3Ffrom%3Dmail');
      expect((await carol.get('/api/alerts/stream?tenant=tenant_a')).status).toBe(503);
    } finally {
      web.world.cognito.fault('oauth2/token', fault, 0);
    }
    expect((await carol.get('/?from=mail')).text).toContain(SHELL);
  });
});

describe('The tenant of the claim', () => {
  it('is joined by trying again, where the API was not there at the sign-in', async () => {
    const dave = someone();
    const landed = await web.api.intercepting(gone, () => dave.signIn('dave', { password: 'Temp0rary!' }));
    expect(landed.url.pathname).toBe('/unreachable');
    const refused = await dave.follow(await dave.get('/'));
    expect(refused.url.pathname).toBe('/no-access');
    const again = formOf(refused);
    expect(again?.action.pathname).toBe('/auth/sign-in');
    const joined = await dave.follow(await dave.post('/auth/sign-in', again?.fields ?? {}));
    expect(joined.url.href).toBe(`${web.origin}/`);
    expect(/Switch tenant.*Acme/.test(joined.text)).toBe(true);

    // And is lost again, whatever the claim says, when an administrator says so.
    const alice = web.world.as(await web.world.signIn('alice@example.com'), 'tenant_a');
    const member = `/api/tenant/members/${web.world.subjects['dave@example.com']}`;
    await alice.patch(member).send({ status: 'suspended' }).expect(200);
    const suspended = await dave.follow(await dave.get('/'));
    expect(suspended.url.pathname).toBe('/suspended');
    expect(suspended.text).toContain('You are suspended in Acme');
    await alice.delete(member).expect(204);
    expect((await dave.signIn('dave', { password: 'N3w-Passw0rd!' })).url.pathname).toBe('/no-access');
  });
});

describe('Where to go after signing in', () => {
  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '/..//evil.example',
    '@evil.example',
  ])('is never another site: %j', async (callbackUrl) => {
    const alice = someone();
    const { origin } = (await alice.signIn('alice', { callbackUrl })).url;
    expect(origin).toBe(web.origin);
    const query = `?callbackUrl=${encodeURIComponent(callbackUrl)}`;
    for (const page of ['/sign-in', '/session-ended', '/unreachable']) {
      expect((await alice.get(`${page}${query}`)).text).not.toMatch(/(href|value)="[^"]*evil/);
    }
  });

  it('is a place with its query', async () => {
    const to = '/?tag=a&tag=b';
    expect((await someone().signIn('alice', { callbackUrl: to })).url.href).toBe(`${web.origin}${to}`);
  });
});

it('No token has come to a visitor, nor into the log', async () => {
  const alice = someone();
  await alice.signIn('alice');
  const session = await alice.get('/api/auth/session');
  expect(Object.keys(JSON.parse(session.text))).toEqual(['expires']);
  const received = visitors.flatMap((visitor) => visitor.received);
  expect(received.length).toBeGreaterThan(100);
  expect(received.filter((text) => TOKEN.test(text))).toEqual([]);
  expect(await web.log()).not.toMatch(TOKEN);
});
