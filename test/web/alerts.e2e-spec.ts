import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeInBrowser } from '../support/browser.ts';
import { WebStage, type ApiCall } from '../support/web-stage.ts';

interface Alert {
  readonly id: string;
  readonly status: string;
  readonly assignee_sub: string | null;
}

describeInBrowser('The alerts pages', () => {
  const stage = new WebStage();
  let alice: ApiCall;
  let carol: ApiCall;
  let mySub: string;
  beforeAll(async () => {
    await stage.start();
    [alice, carol] = [await stage.apiAs('alice'), await stage.apiAs('carol')];
    mySub = (await alice<{ sub: string }>('GET', '/user/me')).sub;
  }, WebStage.STARTS_WITHIN_MS);
  afterAll(stage.stop);
  beforeEach(stage.openPage);
  afterEach(stage.closePage);

  const raise = (title: string, more: object = {}) =>
    alice<Alert>('POST', '/alerts', { title, severity: 'critical', ...more });
  const alertNow = (id: string) => alice<Alert>('GET', `/alerts/${id}`);
  const row = (title: string) => stage.page.locator('tr.row', { hasText: title });
  const drawer = () => stage.page.getByRole('dialog');
  const press = (name: string) => drawer().getByRole('button', { name, exact: true }).click();
  const openAt = async (path: string) => {
    await stage.signIn('alice', { path });
    await stage.page.getByRole('heading', { name: 'Alerts', level: 1 }).waitFor();
    await stage.page.locator('[data-live=true]').waitFor();
  };

  it('lead one alert from open to resolved and back, with what was said', async () => {
    const { id } = await raise('Boiler too hot', { description: '140 °C', labels: { site: 'north' } });
    await openAt('/alerts');
    await row('Boiler too hot').click();
    await stage.page.waitForURL(`**/alerts?open=${id}`);
    await drawer().getByText('140 °C').waitFor();
    await drawer().getByText('site: north').waitFor();
    await press('Acknowledge');
    await drawer().getByText('acknowledged it').waitFor();
    expect((await alertNow(id)).status).toBe('acknowledged');

    await drawer().getByPlaceholder('Write a comment').fill('On my way <b>now</b>');
    await press('Comment');
    await drawer().getByText('On my way <b>now</b>').waitFor();
    await drawer().locator('textarea:placeholder-shown').waitFor();

    await drawer().getByRole('combobox', { name: 'Assigned to' }).click();
    await stage.page.getByRole('option', { name: 'alice@example.com (you)' }).click();
    await drawer().getByText('assigned it to alice@example.com').waitFor();
    expect((await alertNow(id)).assignee_sub).toBe(mySub);

    await press('Resolve');
    await drawer().getByText('resolved it', { exact: false }).waitFor();
    // It is no longer unresolved, so it has left the list, not the drawer.
    await row('Boiler too hot').waitFor({ state: 'detached' });
    await press('Reopen');
    await drawer().getByText('reopened it').waitFor();
    expect((await alertNow(id)).status).toBe('open');
  });

  it('say who was quicker, and lose nothing that was typed', async () => {
    const { id } = await raise('Pump 7 stopped');
    await openAt(`/alerts?open=${id}`);
    await drawer().getByPlaceholder('Write a comment').fill('half a sentence');
    await stage.page.context().setOffline(true);
    await stage.page.waitForTimeout(500);
    await carol('POST', `/alerts/${id}/resolve`);
    await stage.page.context().setOffline(false);
    await press('Acknowledge');
    await stage.page.getByText('carol@example.com was quicker and resolved it', { exact: false }).waitFor();
    await drawer().getByRole('button', { name: 'Reopen' }).waitFor();
    expect(await drawer().getByPlaceholder('Write a comment').inputValue()).toBe('half a sentence');
    stage.expectComplaint(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK/);
  });

  it('show what a machine sends as it comes, and count it in the navigation', async () => {
    const key = await alice<{ key: string }>('POST', '/api-keys', {
      name: 'Machine of the alerts pages',
      scopes: ['alerts:write'],
    });
    await openAt('/alerts?severity=critical');
    const badge = stage.page.getByTitle(/open critical alert/);
    const before = Number(await badge.textContent());
    const sent = await fetch(`${stage.api}/api/alerts/ingest`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Api-Key': key.key },
      body: JSON.stringify({ title: 'Sent by a machine', severity: 'critical', dedup_key: 'web-machine' }),
    });
    expect(sent.ok).toBe(true);
    await row('Sent by a machine').waitFor();
    await stage.page.getByTitle(`${before + 1} open critical alert`, { exact: false }).waitFor();
  });

  it('tell when the live connection is lost, and catch up when it is back', async () => {
    const stream = '**/api/alerts/stream*';
    await stage.page.route(stream, (route) => route.abort());
    await stage.signIn('alice', { path: '/alerts' });
    await stage.page.getByText('Connection lost', { exact: false }).waitFor();
    await raise('While nobody could see');
    expect(await row('While nobody could see').count()).toBe(0);
    await stage.page.unroute(stream);
    await stage.page.getByText('Connected again', { exact: false }).waitFor();
    await row('While nobody could see').waitFor();
    stage.expectComplaint(/ERR_FAILED/);
  });

  it('filter in the address, and keep it when going back', async () => {
    await raise('Only an info', { severity: 'info' });
    await openAt('/alerts');
    await stage.page.locator('label', { hasText: /^Info$/ }).click();
    await stage.page.waitForURL('**/alerts?severity=info');
    await row('Only an info').waitFor();
    expect(await row('Overhead crane').count()).toBe(0);
    await stage.page.getByRole('searchbox').fill('no such words');
    await stage.page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    expect(new URL(stage.page.url()).searchParams.get('q')).toBe('no such words');
    await stage.page.goBack();
    await row('Only an info').waitFor();
    expect(await stage.page.getByRole('searchbox').inputValue()).toBe('');
  });

  it('are worked by keys, one alert or those that are selected', async () => {
    const made = [await raise('Keys, first'), await raise('Keys, second'), await raise('Keys, third')];
    await openAt('/alerts?q=Keys');
    await row('Keys, first').waitFor();
    await stage.page.keyboard.press('j');
    await stage.page.keyboard.press('e');
    await row('Keys, third').getByText('Acknowledged').last().waitFor();
    for (const key of ['j', 'x', 'j', 'x']) await stage.page.keyboard.press(key);
    await stage.page.getByText('2 selected').waitFor();
    await stage.page.keyboard.press('r');
    await row('Keys, first').waitFor({ state: 'detached' });
    await expectStatuses(made, ['resolved', 'resolved', 'acknowledged']);
    // Typed into a field they are letters.
    await stage.page.keyboard.press('/');
    await stage.page.keyboard.type(' r');
    await expectStatuses(made, ['resolved', 'resolved', 'acknowledged']);
    await stage.page.keyboard.press('Escape');
    await stage.page.getByRole('heading', { level: 1 }).click();
    await stage.page.keyboard.press('?');
    await stage.page.getByRole('dialog', { name: 'Keyboard' }).getByText('Resolve').waitFor();
  });

  it('report by hand, and put what the API refuses at its field', async () => {
    await openAt('/alerts');
    await stage.page.getByRole('button', { name: 'New alert' }).click();
    await press('Create alert');
    await drawer().getByText('A title has 1 to 200 characters.').waitFor();
    await drawer().getByLabel('Title').fill('Reported by hand');
    await press('Create alert');
    await stage.page.getByText('The alert is made.').waitFor();
    await drawer().getByText('alice@example.com', { exact: true }).first().waitFor();
    await row('Reported by hand').waitFor();
  });

  it('offer nothing to a viewer that the API would refuse', async () => {
    await stage.signIn('carol', { path: '/alerts' });
    await stage.page.getByRole('button', { name: 'New alert' }).waitFor();
    await stage.page.getByRole('button', { name: 'Switch tenant: Acme' }).click();
    await stage.page.getByRole('menuitem', { name: 'Globex' }).click();
    await stage.page.getByRole('button', { name: 'Switch tenant: Globex' }).waitFor();
    await stage.page.goto(`${stage.web}/alerts`);
    await stage.page.locator('tr.row').first().click();
    await drawer().getByRole('heading', { name: 'Timeline' }).waitFor();
    for (const name of ['New alert', 'Acknowledge', 'Resolve', 'Comment']) {
      expect(await stage.page.getByRole('button', { name, exact: true }).count()).toBe(0);
    }
  });

  it('say calmly that an alert of another tenant is not there', async () => {
    const bob = await stage.apiAs('bob', 'tenant_b');
    const { id } = await bob<Alert>('POST', '/alerts', { title: 'Secret of Globex', severity: 'info' });
    await openAt(`/alerts?open=${id}`);
    await drawer().getByText('There is no such alert in this tenant', { exact: false }).waitFor();
    expect(await stage.page.content()).not.toContain('Secret of Globex');
  });

  it.each(['light', 'dark'] as const)(
    'have no barrier and no overflow, %s',
    async (colorScheme) => {
      await stage.page.emulateMedia({ colorScheme });
      const { id } = await raise('A'.repeat(200), { labels: { ['k'.repeat(60)]: 'v'.repeat(200) } });
      await openAt('/alerts');
      await stage.expectAccessible();
      await stage.page.goto(`${stage.web}/alerts?open=${id}`);
      await drawer().getByRole('heading', { name: 'Timeline' }).waitFor();
      await stage.expectAccessible();
      await stage.page.setViewportSize({ width: 375, height: 740 });
      for (const path of ['/', '/alerts', `/alerts?open=${id}`, '/alerts?open=new']) {
        await stage.page.goto(`${stage.web}${path}`);
        await stage.page.getByRole('button', { name: 'Your account', includeHidden: true }).waitFor();
        const wider = await stage.page.evaluate<boolean>(
          'document.scrollingElement.scrollWidth > window.innerWidth',
        );
        expect([path, wider]).toEqual([path, false]);
        await stage.expectAccessible();
      }
    },
    60_000,
  );

  async function expectStatuses(alerts: readonly Alert[], statuses: readonly string[]): Promise<void> {
    for (const end = Date.now() + 5_000; ; await stage.page.waitForTimeout(100)) {
      const now = await Promise.all(alerts.map(async ({ id }) => (await alertNow(id)).status));
      if (JSON.stringify(now) === JSON.stringify(statuses)) return;
      if (Date.now() > end) expect(now).toEqual(statuses);
    }
  }
});
