import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { barriersOn } from '../support/accessibility.ts';
import { describeInBrowser } from '../support/browser.ts';
import { launchBrowser } from '../support/chromium.ts';
import { WebWorld } from '../support/web-world.ts';

const REQUEST_ID = '5f2b1a52-1111-4222-8333-444455556666';

/** An answer of the API that the front end has no page for. */
function failing(path: string, response: ServerResponse): boolean {
  if (!path.startsWith('/api/alerts')) return false;
  const head = { 'Content-Type': 'application/problem+json', 'X-Request-Id': REQUEST_ID };
  response.writeHead(500, head).end('{"status":500,"code":"internal","detail":"Of no interest to anybody."}');
  return true;
}

/** No answer of the API, though it says 200. */
function garbled(path: string, response: ServerResponse): boolean {
  if (!path.startsWith('/api/alerts')) return false;
  response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"data": [');
  return true;
}

/** The API is not there. */
function gone(_path: string, response: ServerResponse): boolean {
  response.destroy();
  return true;
}

describeInBrowser('The page of what went wrong', () => {
  let web: WebWorld;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    web = await WebWorld.start({ forBrowser: true });
    browser = await launchBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await web.close();
  });

  beforeEach(async () => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    page = await (await browser.newContext({ locale: 'en-GB', permissions })).newPage();
    await page.goto(web.origin);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('input[name=username]').fill('alice@example.com');
    await page.locator('input[name=password]').fill('Passw0rd!');
    await page.locator('button[type=submit]').click();
    await seesAcme();
  });
  afterEach(() => page.context().close());

  const seesAcme = () => page.getByRole('button', { name: 'Switch tenant: Acme' }).waitFor();
  const copied = () => page.evaluate<string>('navigator.clipboard.readText()');

  it("gives the API's request id, and nothing else of its answer", async () => {
    await web.api.intercepting(failing, async () => {
      await page.reload();
      await page.getByRole('heading', { name: 'Something went wrong' }).waitFor();
      await page.getByText(`Request id: ${REQUEST_ID}`).waitFor();
      await page.getByRole('button', { name: 'Copy request id' }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      expect(await copied()).toBe(REQUEST_ID);
      expect(await page.content()).not.toContain('Of no interest');
      expect(await barriersOn(page)).toEqual([]);
    });
    await page.getByRole('button', { name: 'Try again' }).click();
    await seesAcme();
  });

  it('gives the number that stands in its own log where the API has none', async () => {
    await web.api.intercepting(garbled, async () => {
      await page.reload();
      await page.getByText('Number in the front end’s log:').waitFor();
      await page.getByRole('button', { name: 'Copy number' }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
    });
    const number = await copied();
    expect(number).toMatch(/^\d{5,}/);
    expect(await web.log()).toContain(number);
  });

  it('leads back by itself once the API is there again', async () => {
    await web.api.intercepting(gone, async () => {
      await page.goto(`${web.origin}/alerts?view=all`);
      await page.getByRole('heading', { name: 'The service cannot be reached' }).waitFor();
      expect(page.url()).toContain('/unreachable?callbackUrl=%2Falerts%3Fview%3Dall');
      expect(await barriersOn(page)).toEqual([]);
    });
    await page.waitForURL(`${web.origin}/alerts?view=all`, { timeout: 15_000 });
    await page.getByRole('heading', { name: 'Alerts', level: 1 }).waitFor();
  });
});
