import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeInBrowser } from '../support/browser.ts';
import { itemsPage, type Item, type Items } from '../support/items-page.ts';
import { WebStage } from '../support/web-stage.ts';

describeInBrowser('An item', () => {
  const stage = new WebStage();
  const { open, press, field, row, rows, drawer, sees, address } = itemsPage(stage);
  beforeAll(stage.start, WebStage.STARTS_WITHIN_MS);
  afterAll(stage.stop);
  beforeEach(stage.openPage);
  afterEach(stage.closePage);

  it('creates an item once, changes and deletes it', async () => {
    await open('alice');
    const alice = await stage.apiAs('alice');
    await press('New item');
    await press('Create item');
    await sees('Please fill this in.');
    await field('Name').fill('Crane hook');
    await field('Tags').pressSequentially('crane,');
    await press('Add attribute');
    await field('Name of attribute 1').fill('tons');
    await field('Type of attribute 1').selectOption('Number');
    await field('Value of attribute 1').fill('heavy');
    await press('Create item');
    await sees('Please give a number, such as 6.5.');
    await field('Value of attribute 1').fill('6.5');
    // The answer is lost on its way, and the form is sent once more.
    stage.expectComplaint(/ERR_FAILED/);
    await stage.page.route(
      '**/items?open=new',
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
    await press('Create item');
    await sees('cannot be reached');
    await press('Create item');
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
    await row('Crane hook').waitFor({ state: 'detached' });
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
    stage.page.once('dialog', (dialog) => void dialog.dismiss());
    await stage.page.evaluate('history.back()');
    expect(await field('Name').inputValue()).toBe('Odd one');
    stage.page.once('dialog', (dialog) => void dialog.accept());
    await stage.page.keyboard.press('Escape');
    await drawer().waitFor({ state: 'detached' });
    await sees('Rocket skates');
  });

  it('shows markup as the text it is', async () => {
    const alice = await stage.apiAs('alice');
    const name = `<img src=x onerror="document.title='owned'">`;
    const { id } = await alice<Item>('POST', '/items', { name, tags: [name.slice(0, 50)] });
    await open('alice', `?open=${id}`);
    await drawer().getByText(name).first().waitFor();
    expect(await rows().first().innerText()).toBe(name);
    expect(await stage.page.locator('img').count()).toBe(0);
    expect(await stage.page.title()).toMatch(/^Items/);
    await alice('DELETE', `/items/${id}`);
    await stage.page.reload();
    await sees('Somebody has deleted it');
  });
});
