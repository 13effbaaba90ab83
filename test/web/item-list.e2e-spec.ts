import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeInBrowser } from '../support/browser.ts';
import { itemsPage, type Item, type Items } from '../support/items-page.ts';
import { WebStage } from '../support/web-stage.ts';

describeInBrowser('The list of items', () => {
  const stage = new WebStage();
  const { open, press, field, rows, first, drawer, sees, address } = itemsPage(stage);
  beforeAll(stage.start, WebStage.STARTS_WITHIN_MS);
  afterAll(stage.stop);
  beforeEach(stage.openPage);
  afterEach(stage.closePage);

  it('keeps search, tag, order and page in the address, and the place when one goes back', async () => {
    await open('alice');
    const newest = await first();
    await press('Next page');
    await stage.page.waitForURL(/cursor=/);
    await expectFirst((name) => name !== newest);
    await stage.page.goBack();
    await expectFirst((name) => name === newest);
    await press('Name');
    await stage.page.waitForURL(/sort=name/);
    await expectFirst((name) => name === 'Air compressor');
    await stage.page.getByRole('searchbox', { name: 'Search items' }).fill('welding');
    await stage.page.waitForURL(/q=welding/);
    await stage.page.getByRole('button', { name: 'Show items tagged safety' }).first().click();
    await stage.page.waitForURL(/tag=safety/);
    await expectFirst((name) => name === 'Welding helmets');
    const found = await rows().count();
    await stage.page.reload();
    await sees('Welding helmets');
    expect(await rows().count()).toBe(found);
    await press('Mine');
    await stage.page.waitForURL(/mine=1/);
    await stage.page.getByRole('searchbox').fill('nothing of that kind');
    await sees('Nothing matches');
    await press('Clear the filters');
    await expectFirst((name) => name === 'Air compressor');
    expect([...address()]).toEqual([['sort', 'name']]);
  });

  async function expectFirst(isIt: (name: string) => boolean): Promise<void> {
    const until = Date.now() + 5_000;
    while (!isIt(await first())) {
      if (Date.now() > until) throw new Error(`Not the first row: ${await first()}`);
      await stage.page.waitForTimeout(50);
    }
  }

  it('offers a viewer nothing that the API would refuse', async () => {
    await open('carol');
    await stage.page.getByRole('button', { name: 'New item' }).waitFor();
    await press('Switch tenant: Acme');
    await stage.page.getByRole('menuitem', { name: 'Globex' }).click();
    await stage.page.getByRole('button', { name: 'Switch tenant: Globex' }).waitFor();
    await stage.page.goto(`${stage.web}/items`);
    await rows().first().click();
    await drawer().getByText('Version').waitFor();
    for (const name of ['New item', 'Import', 'Edit', 'Delete'])
      expect(await stage.page.getByRole('button', { name, includeHidden: true }).count()).toBe(0);
    expect(await stage.page.locator('input[type=checkbox]').count()).toBe(0);
    await stage.page.keyboard.press('Escape');
    await drawer().waitFor({ state: 'detached' });
    await stage.page.keyboard.press('n');
    await stage.page.keyboard.press('?');
    await sees('Next row');
    expect(await drawer().innerText()).not.toContain('New item');
  });

  it('is used by keys, and says which of the selected it could not delete', async () => {
    const alice = await stage.apiAs('alice');
    const made = await Promise.all(
      ['one', 'two'].map((name) =>
        alice<Item>('POST', '/items', { name: `Doomed ${name}`, tags: ['doomed'] }),
      ),
    );
    await open('alice', '?tag=doomed&sort=name');
    const { keyboard } = stage.page;
    const focused = () => stage.page.evaluate<string>('document.activeElement.textContent');
    for (const key of ['j', 'j', 'k']) await keyboard.press(key);
    expect(await focused()).toBe('Doomed one');
    await keyboard.press('Enter');
    await drawer().getByText('Version').waitFor();
    await keyboard.press('n');
    expect(address().get('open')).toBe(made[0]?.id);
    await keyboard.press('Escape');
    await drawer().waitFor({ state: 'detached' });
    expect(await focused()).toBe('Doomed one');
    await keyboard.press('?');
    await sees('Show these keys');
    await keyboard.press('Escape');
    await drawer().waitFor({ state: 'detached' });
    for (const key of ['j', 'x', 'j', 'x']) await keyboard.press(key);
    await sees('2 selected');
    await alice('PATCH', `/items/${made[1]?.id}`, { description: 'Still needed' });
    await press('Delete');
    await drawer().getByRole('button', { name: 'Delete' }).click();
    await sees('1 item is deleted. 1 is not:');
    expect(await drawer().innerText()).toMatch(/Doomed two\s+Somebody else has changed this/);
    expect(await alice<Items>('GET', '/items?tag=doomed')).toMatchObject({ data: [{ name: 'Doomed two' }] });
    await drawer().getByRole('button', { name: 'Delete' }).click();
    await sees('1 item is deleted.');
    await sees('Nothing matches');
    expect(await alice<Items>('GET', '/items?tag=doomed')).toMatchObject({ data: [] });
    await keyboard.press('/');
    await keyboard.type('x?n');
    expect(await stage.page.getByRole('searchbox').inputValue()).toBe('x?n');
    expect(await drawer().count()).toBe(0);
  });

  it('says what items are for where there are none', async () => {
    const grace = await stage.apiAs('grace');
    await grace('POST', '/tenants', { tenant_id: 'empty', name: 'Empty', admin_email: 'erin@example.com' });
    await open('erin');
    await sees('No items yet');
    await stage.expectAccessible();
    await press('New item');
    await field('Name').waitFor();
  });

  it.each(['light', 'dark'] as const)('is accessible and fits a phone, %s', async (colorScheme) => {
    await stage.page.emulateMedia({ colorScheme });
    await open('alice');
    await stage.expectAccessible();
    await stage.page.setViewportSize({ width: 375, height: 740 });
    await check();
    await rows().first().click();
    await drawer().getByRole('button', { name: 'Edit' }).waitFor();
    await check();
    await press('Edit');
    await press('Add attribute');
    await press('Save');
    await sees('Please fill this in.');
    await check();
    stage.page.once('dialog', (dialog) => void dialog.accept());
    await stage.page.keyboard.press('Escape');
    await drawer().waitFor({ state: 'detached' });
    await stage.page.getByLabel('Select all on this page').check();
    await check();
    await press('Actions');
    await stage.page.getByRole('menuitem', { name: 'Import' }).click();
    await sees('All or nothing');
    await check();

    async function check(): Promise<void> {
      // Rows that are being read anew are dimmed, and until the next frame after that.
      await stage.page.locator('table[aria-busy=false]').waitFor({ state: 'attached' });
      await stage.page.evaluate(
        `Promise.allSettled(document.getAnimations().flatMap((one) => one instanceof CSSTransition ? [one.finished] : []))`,
      );
      await stage.expectAccessible();
      const tooWide = await stage.page.evaluate<number>('document.scrollingElement.scrollWidth - innerWidth');
      expect(tooWide).toBeLessThanOrEqual(0);
    }
  });

  it('speaks Japanese', async () => {
    await open('alice');
    await press('日本語');
    await press('新規アイテム');
    await press('アイテムを作成');
    await sees('入力してください。');
    await stage.page.keyboard.press('Escape');
    await drawer().waitFor({ state: 'detached' });
    const shown = await stage.page.locator('main').innerText();
    for (const word of ['所有者', '作成', '更新', 'インポート', '次のページ', '自分', '前'])
      expect(shown).toContain(word);
    expect(await stage.page.title()).toBe('アイテム · Tenantry');
  });
});
