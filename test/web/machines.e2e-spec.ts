import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { Receiver } from '../channel/receiver.ts';
import { describeInBrowser } from '../support/browser.ts';
import { expectLooks, whenAlive } from '../support/web-looks.ts';
import { WebStage, type ApiCall } from '../support/web-stage.ts';

describeInBrowser('The pages of what machines use', () => {
  const stage = new WebStage({ ALLOW_PRIVATE_WEBHOOKS: '1' });
  let alice: ApiCall;
  let receiver: Receiver;
  beforeAll(async () => {
    await stage.start();
    [alice, receiver] = [await stage.apiAs('alice'), await Receiver.start()];
  }, WebStage.STARTS_WITHIN_MS);
  afterAll(async () => {
    await receiver.close();
    await stage.stop();
  });
  beforeEach(() => {
    receiver.received.length = 0;
    receiver.status = 204;
    return stage.openPage();
  });
  afterEach(stage.closePage);

  const row = (name: string) => stage.page.locator('tr.row', { hasText: name });
  const dialog = (name: string) => stage.page.getByRole('dialog', { name });
  const press = (within: string, name: string) =>
    dialog(within).getByRole('button', { name, exact: true }).click();
  const shown = (label: string) => stage.page.getByRole('group', { name: label }).locator('pre').innerText();
  const ingest = async (key: string) => {
    const answer = await fetch(`${stage.api}/api/alerts/ingest`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
      body: JSON.stringify({ title: 'By the key of the page', severity: 'info' }),
    });
    return answer.status;
  };
  const addChannel = (name: string, more: object = {}) =>
    alice<{ id: string }>('POST', '/alert-channels', { name, type: 'webhook', url: receiver.url, ...more });

  it('make a key that works until it is revoked, and show it once', async () => {
    await stage.signIn('alice', { path: '/api-keys' });
    await stage.page.getByRole('heading', { name: 'No API keys yet' }).waitFor();
    await whenAlive(stage.page);
    await expectLooks(stage);
    await stage.page.getByRole('button', { name: 'Create key' }).click();
    await press('Create an API key', 'Create key');
    await dialog('Create an API key').getByText('Give a name of 1 to 100 characters.').waitFor();
    await dialog('Create an API key').getByLabel('Name').fill('Prometheus');
    await expectLooks(stage);
    await press('Create an API key', 'Create key');
    await dialog('“Prometheus” is ready').getByText('You will not see it again').waitFor();
    await expectLooks(stage);
    const key = await shown('API key');
    expect(await shown('Try it with curl')).toContain(`curl ${stage.api}/api/alerts/ingest`);
    expect(await shown('For Alertmanager (alertmanager.yml)')).toContain(`credentials: ${key}`);
    // Neither Escape nor a press beside it closes it.
    await stage.page.keyboard.press('Escape');
    await stage.page.mouse.click(5, 5);
    expect(await ingest(key)).toBe(200);
    await press('“Prometheus” is ready', 'Done');
    await row('Prometheus').getByText('in 3 months').waitFor();
    await stage.page.reload();
    await row('Prometheus').getByText('Active').waitFor();
    await whenAlive(stage.page);
    expect(await stage.page.content()).not.toContain(key);

    await row('Prometheus').click();
    await dialog('Prometheus').getByText('alice@example.com').waitFor();
    await press('Prometheus', 'Revoke');
    await dialog('Revoke “Prometheus”?').getByText('Acme').waitFor();
    await press('Revoke “Prometheus”?', 'Revoke');
    await row('Prometheus').waitFor({ state: 'detached' });
    for (let tries = 0; (await ingest(key)) !== 401; tries++) {
      expect(tries).toBeLessThan(50);
      await stage.page.waitForTimeout(100);
    }
    await stage.page.goto(`${stage.web}/api-keys?status=revoked`);
    await row('Prometheus').getByText('Revoked').waitFor();
  });

  it('let a key end on a day of one’s choice, which must be to come', async () => {
    await stage.signIn('alice', { path: '/api-keys?open=new' });
    const form = dialog('Create an API key');
    await form.getByLabel('Name').fill('Until the end of the year');
    await form.getByRole('combobox', { name: 'Expires' }).click();
    await stage.page.getByRole('option', { name: 'On a date …' }).click();
    await form.getByLabel('Last day').fill('2020-01-01');
    await press('Create an API key', 'Create key');
    await form.getByText('Choose a day that is still to come.').waitFor();
    await form.getByLabel('Last day').fill('2098-12-31');
    await press('Create an API key', 'Create key');
    await press('“Until the end of the year” is ready', 'Done');
    const { data } = await alice<{ data: { name: string; expires_at: string }[] }>('GET', '/api-keys');
    expect(data[0]).toMatchObject({ name: 'Until the end of the year' });
    expect(data[0]?.expires_at).toMatch(/^2098-12-31|^2099-01-01/);
  });

  it('add a webhook whose test arrives, signed with the secret that was shown', async () => {
    await stage.signIn('alice', { path: '/channels' });
    await whenAlive(stage.page);
    await stage.page.getByRole('button', { name: 'Add channel' }).click();
    const form = dialog('Add a channel');
    await form.getByLabel('Name').fill('On call');
    await form.getByLabel('Address (URL)').fill('not an address');
    await press('Add a channel', 'Add channel');
    await form.getByText('Give a whole https address of the public Internet.').waitFor();
    await expectLooks(stage);
    await form.getByLabel('Address (URL)').fill(receiver.url);
    await press('Add a channel', 'Add channel');
    await dialog('The secret of “On call”').waitFor();
    await expectLooks(stage);
    const secret = await shown('Signing secret');
    await press('The secret of “On call”', 'Done');

    await row('On call').click();
    await press('On call', 'Send test');
    await dialog('On call').getByText('The test has arrived. The receiver answered 204.').waitFor();
    await dialog('On call').getByRole('listitem').getByText('Delivered').waitFor();
    await expectLooks(stage);
    const [test] = receiver.received;
    expect(JSON.parse(test?.text ?? '')).toMatchObject({ event: 'test' });
    const signed = `${String(test?.headers['x-tenantry-timestamp'])}.${test?.text}`;
    expect(test?.headers['x-tenantry-signature']).toBe(
      `v1=${createHmac('sha256', secret).update(signed).digest('hex')}`,
    );

    await dialog('On call').getByRole('tab', { name: 'Settings' }).click();
    await press('On call', 'Rotate secret');
    await press('Give “On call” another secret?', 'Rotate secret');
    await dialog('The secret of “On call”').waitFor();
    expect(await shown('Signing secret')).not.toBe(secret);
  });

  it('say why a test did not arrive, and try again what was given up', async () => {
    await addChannel('Refuses');
    receiver.status = 400;
    await stage.signIn('alice', { path: '/channels' });
    await whenAlive(stage.page);
    await row('Refuses').click();
    await press('Refuses', 'Send test');
    await dialog('Refuses').getByText('The test did not arrive.').waitFor();
    const entry = dialog('Refuses').getByRole('listitem').first();
    await entry.getByText('Given up').waitFor();
    await entry.getByText('1 attempt · answered 400').waitFor();
    receiver.status = 200;
    await entry.getByRole('button', { name: 'Try again' }).click();
    await entry.getByText('Delivered').waitFor({ timeout: 15_000 });
    expect(receiver.received.length).toBe(2);
  });

  it('change a channel, keep what of it is secret, and delete it', async () => {
    const url = 'https://hooks.slack.com/services/T000/B000/XXXX';
    const { id } = await addChannel('#alerts', { type: 'slack', url, min_severity: 'info' });
    await addChannel('Taken');
    await stage.signIn('alice', { path: `/channels?open=${id}` });
    const form = dialog('#alerts');
    await form.getByRole('tab', { name: 'Settings' }).click();
    await alice('PATCH', `/alert-channels/${id}`, { min_severity: 'critical' });
    await form.getByLabel('Name').fill('Taken');
    await press('#alerts', 'Save');
    await form.getByText('Somebody else has changed this in the meantime.').waitFor();
    await row('#alerts').getByText('Critical only').waitFor();
    await press('#alerts', 'Save');
    await form.getByText('Another channel has this name.', { exact: false }).waitFor();
    await form.getByLabel('Name').fill('#alarms');
    await form.getByLabel('Enabled').uncheck();
    await expectLooks(stage);
    await press('#alerts', 'Save');
    await row('#alarms').getByText('Off').waitFor();
    expect(await stage.page.content()).not.toContain('T000');
    expect(await alice('GET', `/alert-channels/${id}`)).toMatchObject({
      name: '#alarms',
      min_severity: 'critical',
      enabled: false,
      url: 'https://hooks.slack.com/…',
    });
    await row('#alarms').click();
    await dialog('#alarms').getByRole('tab', { name: 'Settings' }).click();
    await press('#alarms', 'Delete');
    await press('Delete “#alarms”?', 'Delete');
    await row('#alarms').waitFor({ state: 'detached' });
  });

  it('take the addresses of a mail channel, and speak Japanese', async () => {
    await stage.page.context().addCookies([{ name: 'locale', value: 'ja', url: stage.web }]);
    await stage.signIn('alice', { path: '/channels?open=new' });
    const form = dialog('通知先を追加');
    await form.getByLabel('名前').fill('工場長');
    await form.getByText('メール', { exact: true }).click();
    await press('通知先を追加', '通知先を追加');
    await form.getByText('メールアドレスを 1～10 件入力してください。', { exact: false }).waitFor();
    await form.getByLabel('宛先').first().fill('plant@example.com');
    await form.getByRole('combobox', { name: '重大度' }).click();
    await stage.page.getByRole('option', { name: '重大のみ' }).click();
    await expectLooks(stage);
    await press('通知先を追加', '通知先を追加');
    await row('工場長').getByText('plant@example.com').waitFor();
    await row('工場長').getByText('重大のみ').waitFor();
    await stage.page.goto(`${stage.web}/api-keys`);
    await stage.page.getByRole('heading', { name: 'API キー' }).first().waitFor();
    await expectLooks(stage);
  });
});
