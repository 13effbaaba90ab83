import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';
import type { LocalCognito } from '../src/index.ts';
import { Browser } from './support/browser.ts';
import {
  CALLBACK,
  confirmAda,
  EMAIL,
  PASSWORD,
  POOL,
  prepare,
  sdkOf,
  signInAt,
  startHosted,
  TEMPORARY,
} from './support/hosted.ts';

let local: LocalCognito;
let browser: Browser;
beforeAll(async () => {
  local = await startHosted({ loginHint: 'Demo: ada@example.com\n<b>not bold</b>' });
  await confirmAda(local);
});
beforeEach(() => {
  browser = new Browser();
});
afterAll(() => local.close());

async function login(parameters: Record<string, string> = {}) {
  return browser.follow((await prepare(local, 'public', parameters)).url);
}

describe('the login page', () => {
  it('says that it is local, has one heading, labels and what password managers look for', async () => {
    const { text, status } = await login();
    expect(status).toBe(200);
    expect(text).toContain('Local sign-in, not Amazon Cognito.');
    expect(text.match(/<h1>/g)).toHaveLength(1);
    expect(text).toMatch(/<html lang="en">/);
    for (const id of ['username', 'password']) expect(text).toMatch(new RegExp(`<label for="${id}">`));
    expect(text).toMatch(/autocomplete="username"/);
    expect(text).toMatch(/autocomplete="current-password"/);
  });

  it('has a policy without scripts, that lets the form end at the client and nowhere else', async () => {
    const { response, text } = await login();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self' http://localhost:3000;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(text).not.toContain('<script');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('fills in login_hint and escapes it, and the hint of the configuration', async () => {
    const { text } = await login({ login_hint: '"><script>alert(1)</script>' });
    expect(text).not.toContain('<script>');
    expect(text).toContain('&#34;&#62;&#60;script&#62;');
    expect(text).toContain('&#60;b&#62;not bold');
  });

  it.each([
    ['the lang parameter', { lang: 'ja' }, {}],
    ['the browser', {}, { 'accept-language': 'fr, ja;q=0.9, en;q=0.5' }],
  ])('speaks Japanese by %s', async (_by, parameters, headers) => {
    const { url } = await prepare(local, 'public', { ...parameters });
    const page = await browser.open(`${local.url}/login${url.search}`, { headers });
    expect(page.text).toContain('<html lang="ja">');
    expect(page.text).toContain('サインイン');
  });

  it('shows a wrong password as an alert at the fields and keeps the name', async () => {
    const page = await browser.submit(await login(), { username: EMAIL, password: '<wrong>' });
    expect(page.status).toBe(400);
    expect(page.alert).toBe('Incorrect email or password.');
    expect(page.text).toContain('aria-describedby="error"');
    expect(page.form().values['username']).toBe(EMAIL);
    expect(page.text).not.toContain('wrong&#62;');
  });

  it('says the same about somebody unknown', async () => {
    const page = await browser.submit(await login(), { username: 'nobody@example.com', password: PASSWORD });
    expect(page.alert).toBe('Incorrect email or password.');
  });

  it('locks out after five failures, also for API sign-in, because the check is one', async () => {
    for (let index = 0; index < 5; index += 1) {
      await browser.submit(await login(), { username: EMAIL, password: 'Wr0ngPass!' });
    }
    const page = await browser.submit(await login(), { username: EMAIL, password: PASSWORD });
    expect(page.alert).toMatch(/Too many attempts/);
    const api = sdkOf(local).adminInitiateAuth({
      UserPoolId: POOL,
      ClientId: 'backend',
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: EMAIL, PASSWORD },
    });
    await expect(api).rejects.toThrow('Password attempts exceeded');
    await confirmAda(local);
  });

  it('refuses a form without its token, and the token of another browser', async () => {
    const page = await login();
    const without = await browser.submit(page, { _csrf: '', username: EMAIL, password: PASSWORD });
    expect(without.alert).toMatch(/open for too long/);
    const other = new Browser();
    await other.open(page.url);
    const foreign = await other.submit(page, { username: EMAIL, password: PASSWORD });
    expect(foreign.alert).toMatch(/open for too long/);
    expect(foreign.location).toBeUndefined();
  });

  it('checks the request again when the form comes: the callback cannot be changed in between', async () => {
    const page = await login();
    const url = new URL(page.url);
    url.searchParams.set('redirect_uri', 'https://evil.example/');
    const { values } = page.form();
    const body = new URLSearchParams({ ...values, username: EMAIL, password: PASSWORD });
    const answer = await browser.open(url, { method: 'POST', body });
    expect([answer.status, answer.location]).toEqual([400, undefined]);
  });
});

describe('a temporary password at the login page', () => {
  beforeEach(async () => {
    const password = { Password: TEMPORARY, Permanent: false };
    await sdkOf(local).adminSetUserPassword({ UserPoolId: POOL, Username: EMAIL, ...password });
  });

  it('leads to the page for a new one, and then to the client', async () => {
    const attempt = await prepare(local);
    const page = await signInAt(browser, attempt.url, TEMPORARY);
    expect(page.text).toContain('Choose a new password');
    expect(page.text.match(/autocomplete="new-password"/g)).toHaveLength(2);
    const done = await browser.submit(page, { new_password: 'My0wnPass!', repeated: 'My0wnPass!' });
    expect(done.location?.href.startsWith(CALLBACK)).toBe(true);
    const tokens = await oidc.authorizationCodeGrant(
      attempt.config,
      done.location ?? attempt.url,
      attempt.checks,
    );
    expect(tokens.claims()).toMatchObject({ email: EMAIL });
  });

  it('opens no session before that', async () => {
    const attempt = await prepare(local);
    await signInAt(browser, attempt.url, TEMPORARY);
    expect(browser.cookieNames).not.toContain(`cognito-${POOL}`);
  });

  it('shows a broken rule and two different passwords, and lets them be corrected', async () => {
    const page = await signInAt(browser, (await prepare(local)).url, TEMPORARY);
    const weak = await browser.submit(page, { new_password: 'weak', repeated: 'weak' });
    expect(weak.alert).toMatch(/rules/);
    const different = await browser.submit(weak, { new_password: 'My0wnPass!', repeated: 'My0wnPass?' });
    expect(different.alert).toMatch(/differ/);
    const done = await browser.submit(different, { new_password: 'My0wnPass!', repeated: 'My0wnPass!' });
    expect(done.location?.searchParams.has('code')).toBe(true);
  });

  it('goes back to the login page when the session is over', async () => {
    const page = await signInAt(browser, (await prepare(local)).url, TEMPORARY);
    local.clock.setOffset(600);
    const late = await browser.submit(page, { new_password: 'My0wnPass!', repeated: 'My0wnPass!' });
    local.clock.setOffset(0);
    expect(late.alert).toMatch(/sign in again/);
    expect(late.form().action).toMatch(/^\/login/);
  });
});
