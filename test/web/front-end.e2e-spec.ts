import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeInBrowser } from '../support/browser.ts';
import { WebStage } from '../support/web-stage.ts';

describeInBrowser('The web front end', () => {
  const stage = new WebStage();
  beforeAll(stage.start, WebStage.STARTS_WITHIN_MS);
  afterAll(stage.stop);
  beforeEach(stage.openPage);
  afterEach(stage.closePage);

  const seesAlerts = () => stage.page.getByRole('heading', { name: 'Newest alerts' }).waitFor();

  it('signs in, survives a deep link, and keeps tokens from scripts', async () => {
    await stage.signIn('alice', { path: '/?from=link' });
    await seesAlerts();
    expect(stage.page.url()).toBe(`${stage.web}/?from=link`);
    const session = await stage.page.evaluate(() =>
      fetch('/api/auth/session').then((answer) => answer.text()),
    );
    expect(session).not.toContain('token');
    const kept = await stage.page.evaluate<string>('JSON.stringify([{ ...localStorage }, document.cookie])');
    expect(kept).not.toMatch(/eyJ/);
  });

  it('shows an alert without reload when the API gets it, and markup in it as text', async () => {
    await stage.signIn('alice');
    await stage.page.locator('[data-live=true]').waitFor();
    const alice = await stage.apiAs('alice');
    const title = '<img src=x onerror="document.title=1">';
    await alice('POST', '/alerts', { title, severity: 'critical' });
    await stage.page.getByText(title).waitFor();
    expect(await stage.page.locator('img[src=x]').count()).toBe(0);
  });

  it('ends the hosted session too on sign-out', async () => {
    await stage.signIn('alice');
    // Before the page's scripts are there a click opens nothing.
    await stage.page.locator('[data-live=true]').waitFor();
    await stage.page.getByRole('button', { name: 'Your account' }).click();
    await stage.page.getByRole('button', { name: 'Sign out' }).click();
    await stage.page.getByRole('button', { name: 'Sign in' }).click();
    await stage.page.locator('input[name=password]').waitFor();
  });

  it('switches between two tenants', async () => {
    await stage.signIn('carol');
    await stage.page.getByRole('button', { name: 'Switch tenant: Acme' }).click();
    await stage.page.getByRole('menuitem', { name: 'Globex' }).click();
    await stage.page.getByRole('button', { name: 'Switch tenant: Globex' }).waitFor();
  });

  it('has dave choose a password on the hosted page, and lets him into the tenant of his claim', async () => {
    await stage.signIn('dave', { password: 'Temp0rary!' });
    for (const field of await stage.page.locator('input[type=password]').all())
      await field.fill('N3w-Passw0rd!');
    await stage.page.locator('button[type=submit]').click();
    await stage.page.getByRole('button', { name: 'Switch tenant: Acme' }).waitFor();
    await seesAlerts();
  });

  it.each([
    ['erin', 'No access to any tenant'],
    ['frank', 'Initech is suspended'],
  ])('tells %s: %s', async (name, title) => {
    await stage.signIn(name);
    await stage.page.getByRole('heading', { name: title }).waitFor();
    await stage.expectAccessible();
  });

  it('offers active tenants alone, and names the one that was suspended meanwhile', async () => {
    const grace = await stage.apiAs('grace');
    await stage.signIn('carol', { path: '/?from=link' });
    await seesAlerts();
    await grace('PATCH', '/tenants/tenant_b', { status: 'suspended' });
    try {
      await stage.page.reload();
      await stage.page.getByRole('button', { name: 'Switch tenant: Acme' }).click();
      await stage.page.getByRole('menuitem', { name: 'Acme' }).waitFor();
      expect(await stage.page.getByRole('menuitem').count()).toBe(1);
      await stage.page.goto(`${stage.web}/suspended`);
      await stage.page.getByRole('heading', { name: 'Globex is suspended' }).waitFor();
    } finally {
      await grace('PATCH', '/tenants/tenant_b', { status: 'active' });
    }
  });

  it('speaks Japanese', async () => {
    await stage.signIn('alice');
    await stage.page.getByRole('button', { name: '日本語' }).click();
    await stage.page.getByRole('heading', { name: '最新のアラート' }).waitFor();
    await stage.page.locator('html[lang=ja]').waitFor();
  });

  it.each(['http://evil.example', 'null', undefined])('refuses a form from %s', async (origin) => {
    const headers = origin === undefined ? {} : { Origin: origin };
    for (const path of ['/auth/sign-out', '/auth/sign-in', '/']) {
      const answer = await fetch(`${stage.web}${path}`, { method: 'POST', headers, redirect: 'manual' });
      expect(answer.status).toBe(403);
    }
  });

  it('sends its policy with every page', async () => {
    const { headers } = await fetch(`${stage.web}/sign-in`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});
