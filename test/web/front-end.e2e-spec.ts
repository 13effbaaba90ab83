import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { CHROMIUM, launchBrowser } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import { LocalStack } from '../support/local-stack.ts';

const inBrowser = CHROMIUM === undefined ? describe.skip : describe;
if (CHROMIUM === undefined) {
  process.stderr.write(
    'Skipped: the front end in a browser, for there is no Chromium (set CHROMIUM_PATH).\n',
  );
}
const PASSWORD = 'Passw0rd!';

inBrowser('The web front end', () => {
  let directory: string;
  let stack: LocalStack;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let web: string;
  let api: string;
  let complaints: string[];
  let received: string[];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tenantry-web-'));
    const [apiPort, webPort, cognitoPort] = [await freePort(), await freePort(), await freePort()];
    [web, api] = [`http://localhost:${webPort}`, `http://localhost:${apiPort}`];
    stack = LocalStack.start({
      LOCAL_DIR: directory,
      PORT: String(apiPort),
      WEB_PORT: String(webPort),
      COGNITO_PORT: String(cognitoPort),
    });
    await stack.ready();
    browser = await launchBrowser();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    expect(await stack.stop('SIGTERM')).toBeLessThan(10_000);
    await rm(directory, { recursive: true, force: true });
  });

  beforeEach(async () => {
    context = await browser.newContext({ locale: 'en-GB' });
    page = await context.newPage();
    [complaints, received] = [[], []];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('response', (response) => {
      if (!response.url().startsWith(web) || response.url().includes('/stream')) return;
      void response.text().then(
        (text) => received.push(text),
        () => undefined,
      );
    });
  });
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
    // Every token of Cognito's is a JWT or a JWE: base64url of `{"`.
    expect(received.filter((text) => /eyJ[\w-]+\.[\w-]+\./.test(text))).toEqual([]);
  });

  const signIn = async (name: string, password = PASSWORD, path = '/') => {
    await page.goto(`${web}${path}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('input[name=username]').fill(`${name}@example.com`);
    await page.locator('input[name=password]').fill(password);
    await page.locator('button[type=submit]').click();
  };
  const seesAlerts = () => page.getByRole('heading', { name: 'Newest alerts' }).waitFor();

  it('signs in, survives a deep link, and keeps tokens from scripts', async () => {
    await signIn('alice', PASSWORD, '/?from=link');
    await seesAlerts();
    expect(page.url()).toBe(`${web}/?from=link`);
    const session = await page.evaluate(() => fetch('/api/auth/session').then((answer) => answer.text()));
    expect(session).not.toContain('token');
    const kept = await page.evaluate<string>('JSON.stringify([{ ...localStorage }, document.cookie])');
    expect(kept).not.toMatch(/eyJ/);
  });

  it('shows an alert without reload when the API gets it, and markup in it as text', async () => {
    await signIn('alice');
    await page.locator('[data-live=true]').waitFor();
    const login = await post('/user/login', { email: 'alice@example.com', password: PASSWORD });
    const { access_token } = (await login.json()) as { access_token: string };
    const title = '<img src=x onerror="document.title=1">';
    const raised = await post('/alerts', { title, severity: 'critical' }, access_token);
    expect(raised.status).toBe(201);
    await page.getByText(title).waitFor();
    expect(await page.locator('img[src=x]').count()).toBe(0);
  });

  it('ends the hosted session too on sign-out', async () => {
    await signIn('alice');
    await page.getByRole('button', { name: 'Your account' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('input[name=password]').waitFor();
  });

  it('switches between two tenants', async () => {
    await signIn('carol');
    await page.getByRole('button', { name: 'Switch tenant: Acme' }).click();
    await page.getByRole('menuitem', { name: 'Globex' }).click();
    await page.getByRole('button', { name: 'Switch tenant: Globex' }).waitFor();
  });

  it('has dave choose a password on the hosted page', async () => {
    await signIn('dave', 'Temp0rary!');
    for (const field of await page.locator('input[type=password]').all()) await field.fill('N3w-Passw0rd!');
    await page.locator('button[type=submit]').click();
    await page.waitForURL(`${web}/**`);
  });

  it.each([
    ['erin', 'No access to any tenant'],
    // /me names active tenants alone, so a suspended one looks like none.
    ['frank', 'No access to any tenant'],
  ])('tells %s: %s', async (name, title) => {
    await signIn(name);
    await page.getByRole('heading', { name: title }).waitFor();
  });

  it('speaks Japanese', async () => {
    await signIn('alice');
    await page.getByRole('button', { name: '日本語' }).click();
    await page.getByRole('heading', { name: '最新のアラート' }).waitFor();
    await page.locator('html[lang=ja]').waitFor();
  });

  it.each(['http://evil.example', 'null', undefined])('refuses a form from %s', async (origin) => {
    const headers = origin === undefined ? {} : { Origin: origin };
    for (const path of ['/auth/sign-out', '/auth/sign-in', '/']) {
      const answer = await fetch(`${web}${path}`, { method: 'POST', headers, redirect: 'manual' });
      expect(answer.status).toBe(403);
    }
  });

  it('sends its policy with every page', async () => {
    const { headers } = await fetch(`${web}/sign-in`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  function post(path: string, body: object, token?: string): Promise<Response> {
    return fetch(`${api}/api${path}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Tenant-Id': 'tenant_a',
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
  }
});
