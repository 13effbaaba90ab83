import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { describeInBrowser } from '../support/browser.ts';
import { WebStage } from '../support/web-stage.ts';

interface Item {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly version: number;
}
interface Items {
  readonly data: readonly Item[];
}

describeInBrowser('The items', () => {
  const stage = new WebStage();
  beforeAll(stage.start, WebStage.STARTS_WITHIN_MS);
  afterAll(stage.stop);
  beforeEach(stage.openPage);
  afterEach(stage.closePage);

  const press = (name: string | RegExp) =>
    stage.page.getByRole('button', { name, exact: typeof name === 'string' }).click();
  const field = (label: string) => stage.page.getByLabel(label, { exact: true });
  const row = (name: string) => stage.page.getByRole('row').filter({ hasText: name });
  const rows = () => stage.page.locator('[data-row]');
  const drawer = () => stage.page.getByRole('dialog');
  const sees = (text: string | RegExp) => stage.page.getByText(text).first().waitFor();
  const address = () => new URL(stage.page.url()).searchParams;
  /** Signed in, at the list or at what `query` says of it. */
  async function open(name: string, query = ''): Promise<void> {
    await stage.signIn(name, { path: `/items${query}` });
    await stage.page.getByRole('heading', { level: 1, name: /Items|アイテム/ }).waitFor();
  }
  const first = () => rows().first().innerText();

  it('creates an item once, changes and deletes it', async () => {
    await open('alice');
    const alice = await stage.apiAs('alice');
    await press('New item');
    await press('Create item');
    await sees('Please fill this in.');
    await field('Name').fill('Crane hook');
    await field('Tags').fill('crane,');
    await press('Add attribute');
    await field('Name of attribute 1').fill('tons');
    await field('Type of attribute 1').selectOption('Number');
    await field('Value of attribute 1').fill('heavy');
    await press('Create item');
    await sees('Please give a number, such as 6.5.');
    await field('Value of attribute 1').fill('6.5');
    await stage.page.getByRole('button', { name: 'Create item' }).dblclick();
    await drawer().getByRole('button', { name: 'Edit' }).waitFor();
    const { data } = await alice<Items>('GET', '/items?q=hook');
    expect(data).toMatchObject([{ name: 'Crane hook', tags: ['crane'], attributes: { tons: 6.5 } }]);
    expect(address().get('open')).toBe(data[0]?.id);

    await press('Edit');
    await field('Name').fill('Crane hook, 6 t');
    await press('Save');
    await drawer().getByText('Crane hook, 6 t').waitFor();
    expect(await drawer().getByText('tons').count()).toBe(1);

    await press('Delete');
    const asks = stage.page.getByRole('dialog').filter({ hasText: 'cannot be undone' });
    await asks.getByRole('button', { name: 'Delete' }).click();
    await sees('Crane hook, 6 t is deleted.');
    await drawer().waitFor({ state: 'detached' });
    expect(await row('Crane hook').count()).toBe(0);
    expect(await alice<Items>('GET', '/items?q=hook')).toMatchObject({ data: [] });
  });

  it.each(['Keep mine', 'Take theirs'])('shows what somebody else has changed: %s', async (choice) => {
    const carol = await stage.apiAs('carol');
    const made = { name: `Gate for ${choice}`, description: 'As it was', attributes: { motor: 'left' } };
    const { id } = await carol<Item>('POST', '/items', made);
    await open('alice', `?open=${id}`);
    await press('Edit');
    await field('Description').fill('By Alice');
    await carol('PATCH', `/items/${id}`, { description: 'By Carol', attributes: { motor: 'right' } });
    await press('Save');
    await sees('Changed by someone else');
    const line = (name: string) => drawer().getByRole('row').filter({ hasText: name });
    expect(await line('Description').innerText()).toMatch(/By Alice\s+By Carol/);
    expect(await line('Attributes').innerText()).toMatch(/not changed by you\s+motor: right/);
    await stage.expectAccessible();
    await press(choice);
    await drawer()
      .getByText(choice === 'Keep mine' ? 'By Alice' : 'By Carol')
      .waitFor();
    await drawer().getByRole('button', { name: 'Edit' }).waitFor();
    expect(await carol('GET', `/items/${id}`)).toMatchObject(
      choice === 'Keep mine'
        ? { version: 3, description: 'By Alice', attributes: { motor: 'right' } }
        : { version: 2, description: 'By Carol' },
    );
  });

  it('puts at its field what the API alone finds, and loses nothing that was typed', async () => {
    await open('alice', '?open=new');
    await field('Name').fill('Odd one');
    await press('Add attribute');
    await field('Name of attribute 1').fill('constructor');
    await press('Create item');
    await sees('is not a known field');
    const described = await field('Name of attribute 1').getAttribute('aria-describedby');
    const error = stage.page.locator(`#${described?.split(' ').at(-1)}`);
    expect(await error.innerText()).toBe('is not a known field');
    stage.page.once('dialog', (dialog) => void dialog.dismiss());
    await stage.page.keyboard.press('Escape');
    expect(await field('Name').inputValue()).toBe('Odd one');
    stage.page.once('dialog', (dialog) => void dialog.accept());
    await stage.page.keyboard.press('Escape');
    await drawer().waitFor({ state: 'detached' });
    await sees('Rocket skates');
  });

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

  it('imports all of a file or nothing, and exports what the filters let through', async () => {
    const alice = await stage.apiAs('alice');
    await open('alice');
    await press('Import');
    const send = (name: string, text: string) =>
      stage.page
        .locator('input[type=file]')
        .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    stage.expectComplaint(/400/);
    await send('faulty.csv', 'name,tags\r\nShelf 1,shelf\r\n,shelf\r\n');
    await sees('Nothing was imported');
    expect(await drawer().getByRole('row').last().innerText()).toMatch(/^3\s+name\s+must be text/);
    await stage.expectAccessible();
    expect(await alice<Items>('GET', '/items?tag=shelf')).toMatchObject({ data: [] });
    await send('good.csv', 'name,tags\r\nShelf 1,shelf\r\n"Shelf, high",shelf\r\n');
    await sees('Imported 2 items');
    await press('Done');
    await row('Shelf, high').waitFor();

    await stage.page.goto(`${stage.web}/items?tag=shelf&sort=name`);
    const text = async (kind: RegExp) => {
      await press('Export');
      const started = stage.page.waitForEvent('download');
      await stage.page.getByRole('menuitem', { name: kind }).click();
      const download = await started;
      return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
    };
    const csv = await text(/CSV/);
    expect(csv.name).toBe('items.csv');
    expect(
      csv.text
        .trim()
        .split('\r\n')
        .map((line) => line.replace(/^[^,]*,/, '').slice(0, 8)),
    ).toEqual(['name,des', 'Shelf 1,', '"Shelf, ']);
    const ndjson = await text(/NDJSON/);
    expect(
      ndjson.text
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as Item).name),
    ).toEqual(['Shelf 1', 'Shelf, high']);
  });

  it('takes a file larger than what the proxy would keep, and one from another site not at all', async () => {
    await open('alice');
    await press('Import');
    const line = `${'x'.repeat(190)},${'d'.repeat(3_900)}\n`;
    const buffer = Buffer.from(`name,description\n${line.repeat(3_000)}`);
    await stage.page
      .locator('input[type=file]')
      .setInputFiles({ name: 'large.csv', mimeType: 'text/csv', buffer });
    await sees('Imported 3,000 items');
    const headers = { 'Content-Type': 'text/csv', Origin: 'http://evil.example' };
    const { status } = await fetch(`${stage.web}/api/items/import?tenant=tenant_a`, {
      method: 'POST',
      headers,
      body: 'name\nx\n',
    });
    expect(status).toBe(403);
  });

  it('shows markup as the text it is', async () => {
    const alice = await stage.apiAs('alice');
    const name = `<img src=x onerror="document.title='owned'">`;
    const { id } = await alice<Item>('POST', '/items', { name, tags: [name.slice(0, 50)] });
    await open('alice', `?open=${id}`);
    await drawer().getByText(name).waitFor();
    expect(await rows().first().innerText()).toBe(name);
    expect(await stage.page.locator('img').count()).toBe(0);
    expect(await stage.page.title()).toMatch(/^Items/);
    await alice('DELETE', `/items/${id}`);
    await stage.page.reload();
    await sees('Somebody has deleted it');
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
    await keyboard.press('/');
    await keyboard.type('x?n');
    expect(await stage.page.getByRole('searchbox').inputValue()).toBe('x?n');
    await stage.page.getByRole('searchbox').fill('');
    await stage.page.getByRole('searchbox').blur();
    await row('Doomed two').waitFor();
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
      await stage.expectAccessible();
      const tooWide = await stage.page.evaluate<number>('document.scrollingElement.scrollWidth - innerWidth');
      expect(tooWide).toBeLessThanOrEqual(0);
    }
  });

  it('speaks Japanese', async () => {
    await stage.page.setExtraHTTPHeaders({ 'Accept-Language': 'ja' });
    await open('alice');
    await press('新規アイテム');
    await press('作成');
    await sees('入力してください。');
    await stage.page.keyboard.press('Escape');
    await drawer().waitFor({ state: 'detached' });
    const shown = await stage.page.locator('main').innerText();
    for (const word of ['所有者', '作成', '更新', 'インポート', '次のページ', '自分', '日前'])
      expect(shown).toContain(word);
    expect(await stage.page.title()).toBe('アイテム · Tenantry');
  });
});
