import type { Page } from 'playwright-core';

/** A page as somebody sees it. */
export interface View {
  readonly name: string;
  readonly path: string;
  /** A demo user; `null`: nobody is signed in. */
  readonly as: string | null;
  readonly locale?: 'en' | 'ja';
  /** What is done on the page first. */
  readonly before?: (page: Page) => Promise<void>;
}

const openRow = (name: string) => (page: Page) =>
  page.locator('.row-name', { hasText: name }).first().click();
/** A phone has no room for the button, and has it in a menu. */
async function openImport(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Import', exact: true });
  if (await button.isVisible()) return button.click();
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Import' }).click();
}
const one = (name: string, path: string, more: Partial<View> = {}): View => ({
  name,
  path,
  as: 'alice',
  ...more,
});

export const VIEWS: readonly View[] = [
  one('overview', '/'),
  one('overview-ja', '/', { locale: 'ja' }),
  one('commands', '/', { before: (page) => page.keyboard.press('Control+k') }),
  one('items', '/items'),
  one('item', '/items', { before: openRow('Chain hoist') }),
  one('item-new', '/items?open=new'),
  one('items-import', '/items', { before: openImport }),
  one('items-nothing', '/items?q=nothing+like+this'),
  one('alerts', '/alerts'),
  one('alerts-ja', '/alerts', { locale: 'ja' }),
  one('alert', '/alerts', { before: openRow('Fume extractor') }),
  one('alert-new', '/alerts?open=new'),
  one('members', '/members'),
  one('member', '/members', { before: openRow('carol') }),
  one('member-invite', '/members?open=new'),
  one('api-keys', '/api-keys'),
  one('api-key-new', '/api-keys?open=new'),
  one('channels', '/channels'),
  one('channel', '/channels', { before: openRow('On call') }),
  one('channel-new', '/channels?open=new'),
  one('audit', '/audit'),
  one('audit-entry', '/audit', { before: openRow('Member invited') }),
  one('profile', '/profile'),
  one('not-found', '/nowhere'),
  one('tenants', '/tenants', { as: 'grace' }),
  one('tenant-new', '/tenants?open=-new', { as: 'grace' }),
  one('no-access', '/', { as: 'erin' }),
  one('suspended', '/', { as: 'frank' }),
  one('sign-in', '/sign-in', { as: null }),
  one('session-ended', '/session-ended', { as: null }),
  one('unreachable', '/unreachable', { as: null }),
];
