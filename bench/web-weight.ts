import type { Page } from 'playwright-core';
import { launchBrowser } from '../test/support/chromium.ts';
import { LocalStack } from '../test/support/local-stack.ts';

/**
 * How many bytes of scripts a browser that has never been here is sent for the list of items, compressed as they are
 * on the wire. Ends with 1 above the limit.
 * `node bench/web-weight.ts`
 */
const LIMIT = 250_000;

const stack = await LocalStack.alone();
const items = `${stack.web}/items`;
let sum: number;
try {
  const browser = await launchBrowser();
  const page = await browser.newPage();
  await signIn(page);
  const scripts = await scriptsOf(page);
  await browser.close();
  for (const [url, bytes] of scripts) console.log(`${String(bytes).padStart(9)}  ${new URL(url).pathname}`);
  sum = scripts.reduce((total, [, bytes]) => total + bytes, 0);
  console.log(`${String(sum).padStart(9)}  bytes of scripts, limit ${LIMIT}`);
} finally {
  await stack.stop();
}
process.exitCode = sum > 0 && sum <= LIMIT ? 0 : 1;

async function signIn(page: Page): Promise<void> {
  await page.goto(items);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('input[name=username]').fill('alice@example.com');
  await page.locator('input[name=password]').fill('Passw0rd!');
  await page.locator('button[type=submit]').click();
  await page.getByRole('table').waitFor();
}

/** With an empty cache, until the page has been quiet. */
async function scriptsOf(page: Page): Promise<[url: string, bytes: number][]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.clearBrowserCache');
  const urls = new Map<string, string>();
  const sizes: [string, number][] = [];
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script') urls.set(requestId, response.url);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const url = urls.get(requestId);
    if (url !== undefined) sizes.push([url, encodedDataLength]);
  });
  await page.goto(items);
  await page.getByRole('table').waitFor();
  // The stream of alerts never ends, so the network is never idle: what follows at once counts as well.
  await page.waitForTimeout(3_000);
  return sizes.sort(([, one], [, other]) => other - one);
}
