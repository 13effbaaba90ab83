import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeInBrowser } from '../support/browser.ts';
import { expectLooks, whenAlive } from '../support/web-looks.ts';
import { WebStage, type ApiCall } from '../support/web-stage.ts';

interface Member {
  readonly sub: string;
  readonly email: string;
  readonly role: string;
  readonly status: string;
}

describeInBrowser('The page of the members', () => {
  const stage = new WebStage();
  let alice: ApiCall;
  beforeAll(async () => {
    await stage.start();
    alice = await stage.apiAs('alice');
  }, WebStage.STARTS_WITHIN_MS);
  afterAll(stage.stop);
  beforeEach(stage.openPage);
  afterEach(stage.closePage);

  const row = (email: string) => stage.page.locator('tr.row', { hasText: email });
  const drawer = (name: string) => stage.page.getByRole('dialog', { name });
  const open = async (name: string, path = '/members') => {
    await stage.signIn(name, { path });
    await stage.page.getByRole('table', { name: 'Members' }).waitFor();
    await whenAlive(stage.page);
  };
  const member = async (email: string) => {
    const { data } = await alice<{ data: Member[] }>('GET', '/tenant/members?limit=100');
    return data.find((each) => each.email === email);
  };
  const mails = async (to: string) => {
    const answer = await fetch(`${stage.cognito}/_local/outbox?to=${to}`);
    return ((await answer.json()) as { messages: { temporaryPassword?: string }[] }).messages;
  };
  const confirm = (dialog: string, action: string) =>
    drawer(dialog).getByRole('button', { name: action, exact: true }).click();

  it('invites somebody, who then has an account and a mail, and again on demand', async () => {
    await open('alice');
    await stage.page.getByRole('button', { name: 'Invite' }).click();
    const form = drawer('Invite somebody');
    await form.getByLabel('E-mail').fill('heidi');
    await form.getByRole('button', { name: 'Send invitation' }).click();
    await form.getByText('Give an e-mail address').waitFor();
    expect(await form.getByLabel('E-mail').getAttribute('aria-invalid')).toBe('true');
    await expectLooks(stage);

    await form.getByLabel('E-mail').fill('heidi@example.com');
    await form.getByLabel('Viewer').check();
    await form.getByRole('button', { name: 'Send invitation' }).click();
    await stage.page.getByText('Invitation sent to heidi@example.com.').waitFor();
    await row('heidi@example.com').getByRole('cell', { name: 'Viewer', exact: true }).waitFor();
    expect(await member('heidi@example.com')).toMatchObject({ role: 'viewer', status: 'active' });
    const [mail] = await mails('heidi@example.com');
    const login = await fetch(`${stage.api}/api/user/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: 'heidi@example.com', password: mail?.temporaryPassword }),
    });
    expect(await login.json()).toMatchObject({ challenge: 'NEW_PASSWORD_REQUIRED' });

    await row('heidi@example.com').click();
    await drawer('heidi@example.com').getByRole('button', { name: 'Resend invitation' }).click();
    await stage.page.getByText('a new invitation is on its way', { exact: false }).waitFor();
    expect(await mails('heidi@example.com')).toHaveLength(2);
  });

  it('says the same to an address that has an account already', async () => {
    await open('alice', '/members?open=new');
    const form = drawer('Invite somebody');
    await form.getByLabel('E-mail').fill('bob@example.com');
    await form.getByRole('button', { name: 'Send invitation' }).click();
    await stage.page.getByText('Invitation sent to bob@example.com.').waitFor();
    await row('bob@example.com').waitFor();
    await stage.page.getByRole('button', { name: 'Invite' }).click();
    await form.getByLabel('E-mail').fill('bob@example.com');
    await form.getByLabel('Admin').check();
    await form.getByRole('button', { name: 'Send invitation' }).click();
    await form.getByText('There is such a member already').waitFor();
  });

  it('changes a role, suspends, reactivates and removes', async () => {
    await alice('POST', '/tenant/members', { email: 'ivan@example.com', role: 'viewer' });
    await open('alice');
    await row('ivan@example.com').click();
    const panel = drawer('ivan@example.com');
    await expectLooks(stage);
    await panel.getByLabel('Member', { exact: true }).check();
    await panel.getByRole('button', { name: 'Change role' }).click();
    await row('ivan@example.com').getByRole('cell', { name: 'Member', exact: true }).waitFor();
    expect(await member('ivan@example.com')).toMatchObject({ role: 'member' });

    await row('ivan@example.com').click();
    await panel.getByRole('button', { name: 'Suspend' }).click();
    await drawer('Suspend ivan@example.com?').getByText('gets into Acme no more').waitFor();
    await expectLooks(stage);
    await confirm('Suspend ivan@example.com?', 'Suspend');
    await panel.getByRole('button', { name: 'Reactivate' }).click();
    expect(await member('ivan@example.com')).toMatchObject({ status: 'suspended' });
    await confirm('Reactivate ivan@example.com?', 'Reactivate');
    await panel.getByRole('button', { name: 'Remove' }).click();
    expect(await member('ivan@example.com')).toMatchObject({ status: 'active' });
    await confirm('Remove ivan@example.com?', 'Remove');
    await row('ivan@example.com').waitFor({ state: 'detached' });
    expect(await member('ivan@example.com')).toBeUndefined();
  });

  it('explains that the last admin cannot go, and keeps them', async () => {
    await open('alice');
    await row('alice@example.com').getByText('you', { exact: true }).waitFor();
    await row('alice@example.com').click();
    const panel = drawer('alice@example.com');
    await panel.getByLabel('Viewer').check();
    await panel.getByRole('button', { name: 'Change role' }).click();
    await panel.getByText('This is the last admin of the tenant.', { exact: false }).waitFor();
    await panel.getByRole('button', { name: 'Remove' }).click();
    await drawer('Remove alice@example.com?').getByText('you lose your own access').waitFor();
    await confirm('Remove alice@example.com?', 'Remove');
    await drawer('Remove alice@example.com?').getByText('Make somebody else an admin first.').waitFor();
    expect(await member('alice@example.com')).toMatchObject({ role: 'admin', status: 'active' });
  });

  it('is worked by keys', async () => {
    await open('alice');
    const focused = stage.page.locator('[data-row]:focus');
    // The keys are heard a moment after the page is alive.
    while ((await focused.count()) === 0) {
      await stage.page.keyboard.press('j');
      await stage.page.waitForTimeout(50);
    }
    for (const key of ['j', 'k', 'k', 'Enter']) await stage.page.keyboard.press(key);
    const first = await stage.page.locator('[data-row]').first().getAttribute('data-row');
    await stage.page.waitForURL(`**open=${first}`);
    await stage.page.getByRole('dialog').waitFor();
    await stage.page.keyboard.press('Escape');
    await stage.page.getByRole('dialog').waitFor({ state: 'detached' });
    await stage.page.keyboard.press('?');
    await drawer('Keyboard').getByRole('row', { name: 'n Invite' }).waitFor();
    await stage.page.keyboard.press('Escape');
    await drawer('Keyboard').waitFor({ state: 'detached' });
    await stage.page.keyboard.press('n');
    await drawer('Invite somebody').waitFor();
  });

  it('asks before what was typed is lost', async () => {
    await open('alice', '/members?open=new');
    await drawer('Invite somebody').getByLabel('E-mail').fill('half@exa');
    stage.page.once('dialog', (question) => void question.dismiss());
    await stage.page.keyboard.press('Escape');
    expect(await drawer('Invite somebody').getByLabel('E-mail').inputValue()).toBe('half@exa');
    stage.page.once('dialog', (question) => void question.accept());
    await stage.page.keyboard.press('Escape');
    await drawer('Invite somebody').waitFor({ state: 'detached' });
  });

  it('tells of a change that somebody else made meanwhile, and shows it', async () => {
    await alice('POST', '/tenant/members', { email: 'judy@example.com', role: 'viewer' });
    await open('alice');
    await row('judy@example.com').click();
    // The page has been read again by then; what happens from now on it does not know of.
    await stage.page.waitForURL('**open=**');
    const { sub } = (await member('judy@example.com')) ?? { sub: '' };
    await alice('PATCH', `/tenant/members/${sub}`, { status: 'suspended' });
    const panel = drawer('judy@example.com');
    await panel.getByLabel('Admin').check();
    await panel.getByRole('button', { name: 'Change role' }).click();
    await panel.getByText('Somebody else has changed this in the meantime.').waitFor();
    await panel.getByText('Suspended', { exact: true }).waitFor();
    expect(await member('judy@example.com')).toMatchObject({ role: 'viewer' });
    await panel.getByRole('button', { name: 'Change role' }).click();
    await row('judy@example.com').getByRole('cell', { name: 'Admin', exact: true }).waitFor();
  });

  it('lets who is no admin read alone, and has nothing else for them', async () => {
    await open('carol', '/members?open=new');
    await row('alice@example.com').waitFor();
    expect(await stage.page.getByRole('button', { name: 'Invite' }).count()).toBe(0);
    await row('alice@example.com').click();
    await drawer('alice@example.com').getByText('Active').waitFor();
    expect(await drawer('alice@example.com').getByRole('button', { name: 'Remove' }).count()).toBe(0);
    stage.expectComplaint(/404/);
    for (const path of ['/api-keys', '/channels', '/audit', '/tenants']) {
      await stage.page.goto(`${stage.web}${path}`);
      await stage.page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    }
  });

  it('speaks Japanese, errors at fields as well', async () => {
    await open('alice', '/members?open=new');
    await stage.page.context().addCookies([{ name: 'locale', value: 'ja', url: stage.web }]);
    await stage.page.reload();
    const form = drawer('メンバーを招待');
    await form.getByRole('button', { name: '招待を送信' }).click();
    await form.getByText('name@example.com のようなメールアドレスを入力してください。').waitFor();
    await expectLooks(stage);
    expect(await stage.page.title()).toContain('メンバー');
  });
});
