import { mkdir } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../test/support/chromium.ts';
import { LocalStack, type OwnStack } from '../../test/support/local-stack.ts';
import { VIEWS, type View } from './views.ts';

/**
 * Takes a picture of every page, in light and dark, as wide as a desk and as a phone, into this folder:
 * `npm run screenshots`, or `npm run screenshots -- alerts` for those whose name has that in it.
 */
const SCHEMES = ['light', 'dark'] as const;
const SIZES = { 1440: { width: 1440, height: 900 }, 375: { width: 375, height: 812 } };
const PASSWORD = 'Passw0rd!';
const only = process.argv[2] ?? '';

const stack = await LocalStack.alone();
const browser = await launchBrowser();
try {
  await addExamples(stack);
  for (const person of new Set(VIEWS.map(({ as }) => as))) await takeAs(person, browser, stack);
} finally {
  await browser.close();
  await stack.stop();
}

async function takeAs(person: string | null, { newContext }: Browser, { web }: OwnStack): Promise<void> {
  const views = VIEWS.filter(({ as, name }) => as === person && name.includes(only));
  if (views.length === 0) return;
  const context = await newContext.call(browser, { reducedMotion: 'reduce', timezoneId: 'Europe/Berlin' });
  if (person !== null) await signIn(context, web, person);
  for (const view of views) {
    for (const scheme of SCHEMES) {
      for (const [width, viewport] of Object.entries(SIZES)) {
        const page = await context.newPage();
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize(viewport);
        await show(page, web, view);
        await page.screenshot({ path: await fileOf(view.name, scheme, width) });
        await page.close();
      }
    }
  }
  await context.close();
}

async function fileOf(name: string, scheme: string, width: string): Promise<string> {
  const folder = new URL(`./${scheme}-${width}/`, import.meta.url);
  await mkdir(folder, { recursive: true });
  console.log(`${scheme}-${width}/${name}.png`);
  return new URL(`${name}.png`, folder).pathname;
}

async function show(page: Page, web: string, { path, locale = 'en', before }: View): Promise<void> {
  await page.context().addCookies([{ name: 'locale', value: locale, url: web }]);
  await page.goto(`${web}${path}`);
  await page.locator('h1').first().waitFor();
  await before?.(page);
  // What slides in has arrived, and what is read afterwards is there.
  await page.waitForTimeout(700);
}

async function signIn(context: BrowserContext, web: string, person: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(web);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('input[name=username]').fill(`${person}@example.com`);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('button[type=submit]').click();
  await page.waitForURL(`${web}/**`);
  await page.locator('h1').first().waitFor();
  await page.close();
}

/** A little of everything that the demo data leave out. */
async function addExamples({ api }: OwnStack): Promise<void> {
  const call = async (path: string, body: object, token?: string) => {
    const answer = await fetch(`${api}/api${path}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Tenant-Id': 'tenant_a',
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { access_token: string };
  };
  const { access_token } = await call('/user/login', { email: 'alice@example.com', password: PASSWORD });
  await call('/api-keys', { name: 'Alertmanager, plant north', scopes: ['alerts:write'] }, access_token);
  await call('/api-keys', { name: 'Crane controller', scopes: ['alerts:write'] }, access_token);
  await call(
    '/alert-channels',
    { name: 'On call', type: 'email', recipients: ['on-call@example.com'], min_severity: 'critical' },
    access_token,
  );
  await call('/tenant/members', { email: 'heidi@example.com', role: 'viewer' }, access_token);
}
