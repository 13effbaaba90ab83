import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeInBrowser } from '../support/browser.ts';
import { expectLooks, whenAlive } from '../support/web-looks.ts';
import { WebStage, type ApiCall } from '../support/web-stage.ts';

describeInBrowser('The pages of the audit, the tenants and the own account', () => {
  const stage = new WebStage();
  let alice: ApiCall;
  beforeAll(async () => {
    await stage.start();
    alice = await stage.apiAs('alice');
  }, WebStage.STARTS_WITHIN_MS);
  afterAll(stage.stop);
  beforeEach(stage.openPage);
  afterEach(stage.closePage);

  const row = (text: string) => stage.page.locator('tr.row', { hasText: text });
  const dialog = (name: string) => stage.page.getByRole('dialog', { name });
  const press = (within: string, name: string) =>
    dialog(within).getByRole('button', { name, exact: true }).click();
  const cell = (name: string, column: number) =>
    stage.page.getByRole('dialog').getByRole('row', { name }).getByRole('cell').nth(column).innerText();
  const login = async (email: string, password: string) => {
    const answer = await fetch(`${stage.api}/api/user/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    return answer.status;
  };

  it('show a change of a moment ago, with what was before and after', async () => {
    const { id } = await alice<{ id: string }>('POST', '/items', { name: 'Crane, old' });
    await alice('PATCH', `/items/${id}`, { name: 'Crane, new' });
    const { key } = await alice<{ key: string }>('POST', '/api-keys', {
      name: 'Prometheus',
      scopes: ['alerts:write'],
    });
    await fetch(`${stage.api}/api/alerts/ingest`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
      body: JSON.stringify({ title: 'By a machine', severity: 'info' }),
    });
    await stage.signIn('alice', { path: '/audit' });
    await whenAlive(stage.page);
    await row('Alert opened').getByRole('cell', { name: 'API key “Prometheus”', exact: true }).waitFor();
    await expectLooks(stage);
    await row('Item changed').first().click();
    await dialog('Item changed').getByText(`item:${id}`).waitFor();
    expect([await cell('name', 1), await cell('name', 2)]).toEqual(['Crane, old', 'Crane, new']);
    await dialog('Item changed').getByRole('button', { name: 'Copy request id' }).waitFor();
    await expectLooks(stage);

    await press('Item changed', 'All about this target');
    await row('Item created').waitFor();
    await row('API key “Prometheus”').waitFor({ state: 'detached' });
    expect(new URL(stage.page.url()).searchParams.get('target')).toBe(`item:${id}`);
  });

  it('narrow the audit by who, what and when, and turn its pages', async () => {
    const ken = await alice<{ sub: string }>('POST', '/tenant/members', {
      email: 'ken@example.com',
      role: 'viewer',
    });
    await stage.signIn('alice', { path: '/audit' });
    await whenAlive(stage.page);
    await stage.page.getByRole('combobox', { name: 'What' }).click();
    await stage.page.getByRole('option', { name: 'Member invited' }).click();
    await stage.page.waitForURL('**/audit?action=member.invite');
    await row('Member ken@example.com')
      .getByRole('cell', { name: 'alice@example.com', exact: true })
      .waitFor();
    await row('API key created').waitFor({ state: 'detached' });
    await stage.page.goto(`${stage.web}/audit?target=member:${ken.sub}&from=2020-01-01&to=2020-12-31`);
    await stage.page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await whenAlive(stage.page);
    await stage.page.getByLabel('To', { exact: true }).fill('2099-12-31');
    await row('Member invited').waitFor();

    for (let count = 0; count < 51; count++) await alice('POST', '/items', { name: `Row ${count}` });
    await stage.page.goto(`${stage.web}/audit?action=item.create`);
    await whenAlive(stage.page);
    await stage.page.getByRole('button', { name: 'Next page' }).click();
    await stage.page.waitForURL('**cursor=**');
    await row('Item created').first().waitFor();
    await stage.page.goBack();
    await stage.page
      .getByRole('button', { name: 'First page' })
      .and(stage.page.locator(':disabled'))
      .waitFor();
  });

  it('lead grace to the tenants, and make one that works', async () => {
    await stage.signIn('grace');
    await stage.page.waitForURL(`${stage.web}/tenants`);
    await row('Initech').getByText('Suspended').waitFor();
    await whenAlive(stage.page);
    expect(await stage.page.getByRole('button', { name: /Switch tenant/ }).count()).toBe(0);
    expect(await stage.page.getByRole('link', { name: 'Items' }).count()).toBe(0);
    await expectLooks(stage);
    await stage.page.getByRole('button', { name: 'Create tenant' }).click();
    const form = dialog('Create a tenant');
    await form.getByLabel('Id').fill('Not allowed!');
    await press('Create a tenant', 'Create tenant');
    await form.getByText('beginning with a letter or digit; and not', { exact: false }).waitFor();
    await form.getByText('Give a name of 1 to 200 characters.').waitFor();
    await expectLooks(stage);
    await form.getByLabel('Id').fill('tenant_a');
    await form.getByLabel('Name', { exact: true }).fill('Hooli');
    await form.getByLabel('E-mail of the first admin').fill('erin@example.com');
    await press('Create a tenant', 'Create tenant');
    await form.getByText('There is a tenant with this id already.', { exact: false }).waitFor();
    await form.getByLabel('Id').fill('hooli');
    await press('Create a tenant', 'Create tenant');
    await row('Hooli').getByText('Active').waitFor();

    const erin = await stage.apiAs('erin', 'hooli');
    expect(await erin('GET', '/tenant')).toMatchObject({ name: 'Hooli', role: 'admin' });
  });

  it('rename a tenant, and shut and open it', async () => {
    await stage.signIn('grace', { path: '/tenants?open=tenant_b' });
    const panel = dialog('Globex');
    await panel.getByLabel('Name').fill('Globex Corp');
    await press('Globex', 'Rename');
    await row('Globex Corp').click();
    await press('Globex Corp', 'Suspend');
    await dialog('Suspend Globex Corp?').getByText('nobody can work in Globex Corp').waitFor();
    await expectLooks(stage);
    await press('Suspend Globex Corp?', 'Suspend');
    await dialog('Globex Corp').getByRole('button', { name: 'Reactivate' }).waitFor();
    const bob = await stage.apiAs('bob', 'tenant_b');
    await expect(bob('GET', '/tenant')).rejects.toThrow('tenant/forbidden');
    await press('Globex Corp', 'Reactivate');
    await press('Reactivate Globex Corp?', 'Reactivate');
    await dialog('Globex Corp').getByRole('button', { name: 'Suspend' }).waitFor();
    expect(await bob('GET', '/tenant')).toMatchObject({ name: 'Globex Corp' });
  });

  it('tell carol who she is, and keep her choices', async () => {
    await stage.signIn('carol', { path: '/' });
    await stage.page.locator('[data-live=true]').waitFor();
    await stage.page.getByRole('button', { name: 'Your account' }).click();
    await stage.page.getByRole('link', { name: 'Profile and settings' }).click();
    await stage.page.getByRole('heading', { name: 'Your account', level: 1 }).waitFor();
    const memberships = stage.page.getByRole('table', { name: 'Memberships' });
    await memberships.getByRole('row', { name: 'Acme Member Active' }).waitFor();
    await memberships.getByRole('row', { name: /Globex.* Viewer Active/ }).waitFor();
    await expectLooks(stage);

    await stage.page.getByRole('combobox', { name: 'Time zone' }).click();
    await stage.page.getByRole('combobox', { name: 'Time zone' }).fill('Tokyo');
    await stage.page.getByRole('option', { name: 'Asia/Tokyo' }).click();
    await memberships.locator('time[title*="GMT+9"]').first().waitFor();
    await stage.page.reload();
    await memberships.locator('time[title*="GMT+9"]').first().waitFor();
    await whenAlive(stage.page);
    await stage.page.getByText('Dark', { exact: true }).click();
    await stage.page.locator('html[data-mantine-color-scheme=dark]').waitFor();
    await stage.page.getByText('日本語', { exact: true }).last().click();
    await stage.page.getByRole('heading', { name: 'アカウント', exact: true, level: 1 }).waitFor();
    await stage.expectAccessible();
  });

  it('change the password, with what is wrong at its field', async () => {
    await stage.signIn('bob', { path: '/profile' });
    await whenAlive(stage.page);
    const section = stage.page.getByRole('region', { name: 'Password' });
    const change = async (previous: string, next: string, repeat = next) => {
      await section.getByLabel('Current password').fill(previous);
      await section.getByLabel('New password', { exact: true }).fill(next);
      await section.getByLabel('New password once more').fill(repeat);
      await section.getByRole('button', { name: 'Change password' }).click();
    };
    await change('Passw0rd!', 'N3w-Passw0rd!', 'N3w-Passw0rt!');
    await section.getByText('The two new passwords differ.').waitFor();
    await change('Passw0rd!', 'short');
    await section.getByText('The new password is too short.').waitFor();
    await change('Wr0ng-Password!', 'N3w-Passw0rd!');
    await section.getByText('The current password is not right.').waitFor();
    expect(await section.getByLabel('New password', { exact: true }).inputValue()).toBe('N3w-Passw0rd!');
    await expectLooks(stage);
    await change('Passw0rd!', 'N3w-Passw0rd!');
    await stage.page.getByText('The password is changed.').waitFor();
    expect(await section.getByLabel('Current password').inputValue()).toBe('');
    expect(await login('bob@example.com', 'Passw0rd!')).toBe(400);
    expect(await login('bob@example.com', 'N3w-Passw0rd!')).toBe(200);
  });
});
