import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { describeInBrowser } from '../support/browser.ts';
import { itemsPage, type Item, type Items } from '../support/items-page.ts';
import { WebStage } from '../support/web-stage.ts';

describeInBrowser('Files of items', () => {
  const stage = new WebStage();
  const { open, press, row, drawer, sees } = itemsPage(stage);
  beforeAll(stage.start, WebStage.STARTS_WITHIN_MS);
  afterAll(stage.stop);
  beforeEach(stage.openPage);
  afterEach(stage.closePage);

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
    const attributes = Object.fromEntries(
      Array.from({ length: 45 }, (_, at) => [`a${at}`, 'x'.repeat(1_000)]),
    );
    const line = `Bulky,"${JSON.stringify(attributes).replaceAll('"', '""')}"\n`;
    const buffer = Buffer.from(`name,attributes\n${line.repeat(250)}`);
    const choose = () =>
      stage.page
        .locator('input[type=file]')
        .setInputFiles({ name: 'large.csv', mimeType: 'text/csv', buffer });
    const alice = await stage.apiAs('alice');
    const network = await stage.page.context().newCDPSession(stage.page);
    const throttle = (uploadThroughput: number) =>
      network.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput,
      });
    await throttle(2_000_000);
    await choose();
    await stage.page.locator('[role=progressbar]:not([aria-valuenow="0"])').waitFor();
    await press('Cancel');
    await stage.page.getByRole('button', { name: 'Choose a file' }).waitFor();
    await throttle(-1);
    expect(await alice<Items>('GET', '/items?q=bulky')).toMatchObject({ data: [] });
    await choose();
    await sees('Imported 250 items');
    const headers = { 'Content-Type': 'text/csv', Origin: 'http://evil.example' };
    const { status } = await fetch(`${stage.web}/api/items/import?tenant=tenant_a`, {
      method: 'POST',
      headers,
      body: 'name\nx\n',
    });
    expect(status).toBe(403);
  });
});
