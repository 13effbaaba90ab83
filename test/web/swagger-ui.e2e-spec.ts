import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.ts';
import { launchBrowser } from '../support/chromium.ts';
import { PASSWORD, World } from '../support/world.ts';

describeInBrowser('Swagger UI', () => {
  let world: World;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    world = await World.start();
    browser = await launchBrowser();
    page = await browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
  });
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  it('shows every operation, without a complaint of the browser', async () => {
    await page.goto(`${world.url.replace('127.0.0.1', 'localhost')}/docs`);
    await page.waitForSelector('#operations-Items-item_list');
    expect(await page.locator('.opblock').count()).toBeGreaterThanOrEqual(15);
    expect(complaints).toEqual([]);
  });

  it('signs in through the login page, and "Try it out" lists the items of the tenant', async () => {
    await page.locator('.auth-wrapper .authorize').first().click();
    const scheme = page.locator('.auth-container').filter({ hasText: 'hosted-ui (OAuth2' });
    const popup = page.waitForEvent('popup');
    await scheme.locator('button.authorize').click();
    const login = await popup;
    await login.locator('input[type=email], input[name=username]').first().fill('alice@example.com');
    await login.locator('input[type=password]').fill(PASSWORD);
    await login.locator('button[type=submit]').click();
    await scheme.locator('button', { hasText: 'Logout' }).waitFor();
    await page.locator('.btn-done').first().click();

    const operation = page.locator('#operations-Items-item_list');
    await operation.locator('.opblock-summary-control').click();
    const tenant = operation.locator('tr[data-param-name="X-Tenant-Id"] input');
    await tenant.fill('tenant_a');
    await operation.locator('button.execute').click();
    const answer = operation.locator('.live-responses-table .response').first();
    await answer.waitFor();
    expect(await answer.locator('.response-col_status').innerText()).toContain('200');
    expect(await answer.locator('.response-col_description').innerText()).toContain(
      '"tenant_id": "tenant_a"',
    );
    expect(complaints).toEqual([]);
  });
});
