import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AlertDto } from '../../src/alert/alert.dto.ts';
import { ALERTMANAGER as PATH, ask, KEYS, makeKey, plantPeople, type Key } from '../api-key/key-stage.ts';
import { ALERTMANAGER, startAlertmanager, type Alertmanager } from '../support/alertmanager.ts';
import { EventReader } from '../support/event-reader.ts';
import { within } from '../support/people.ts';
import { Stage, type Api } from '../tenancy/stage.ts';

const reason = 'missing' in ALERTMANAGER ? ALERTMANAGER.missing : undefined;
if (reason !== undefined) process.stderr.write(`Skipped: a real Alertmanager, as ${reason}.\n`);

const SOON = 15_000;
const FAILED = 'alertmanager_notifications_failed_total{integration="webhook"';
const SENT = 'alertmanager_notifications_total{integration="webhook"';

(reason === undefined ? describe : describe.skip)('A real Alertmanager', () => {
  let stage: Stage;
  let api: Api;
  let manager: Alertmanager;
  let keyId: string;

  beforeAll(async () => {
    stage = await Stage.start();
    api = await stage.open();
    await plantPeople(stage);
    const { id, key } = await makeKey(stage, api, { name: 'Alertmanager' });
    keyId = id;
    manager = await startAlertmanager(`http://127.0.0.1:${api.port}${PATH}`, key);
  });
  afterAll(async () => {
    await manager?.[Symbol.asyncDispose]();
    await stage.close();
  });

  const alerts = async () => {
    const path = '/api/alerts?source=alertmanager&sort=created_at&limit=100';
    return (await ask<{ data: AlertDto[] }>(stage, api, { path, as: 'victor' })).body.data;
  };
  const becomes = (holds: (all: AlertDto[]) => boolean) => within(SOON, async () => holds(await alerts()));
  const pump = (number: string) => ({
    labels: { alertname: 'PumpHot', severity: 'page', pump: number },
    annotations: { summary: `Pump ${number} is hot`, description: '94 °C' },
    generatorURL: 'http://prometheus.example.com/graph',
  });

  it('opens alerts, each once', async () => {
    await manager.post([pump('7'), pump('8')]);
    expect(await becomes((all) => all.length === 2)).toBe(true);
    const [first, second] = (await alerts()).sort((a, b) => a.title.localeCompare(b.title));
    expect(first).toMatchObject({
      title: 'Pump 7 is hot',
      description: '94 °C',
      severity: 'critical',
      status: 'open',
      owner_sub: null,
      occurrences: 1,
      dedup_key: expect.stringMatching(/^[0-9a-f]{16}$/),
      labels: {
        alertname: 'PumpHot',
        pump: '7',
        severity: 'page',
        generator_url: expect.stringMatching(/^http/),
      },
    });
    expect(second?.dedup_key).not.toBe(first?.dedup_key);
  });

  it('counts what is told again, as its group has changed, and makes nothing twice', async () => {
    await manager.post([pump('9')]);
    expect(await becomes((all) => all.length === 3)).toBe(true);
    const all = await alerts();
    expect(all.map(({ title, occurrences }) => [title, occurrences]).sort()).toEqual([
      ['Pump 7 is hot', 2],
      ['Pump 8 is hot', 2],
      ['Pump 9 is hot', 1],
    ]);
  });

  it('resolves what is over, and no other', async () => {
    await manager.post([{ ...pump('7'), endsAt: new Date(Date.now() - 1_000).toISOString() }]);
    expect(await becomes((all) => all.some(({ status }) => status === 'resolved'))).toBe(true);
    const all = await alerts();
    expect(all.map(({ title, status }) => [title, status]).sort()).toEqual([
      ['Pump 7 is hot', 'resolved'],
      ['Pump 8 is hot', 'open'],
      ['Pump 9 is hot', 'open'],
    ]);
  });

  it('is on a stream of another instance within a second of its coming, firing and resolved', async () => {
    const other = await stage.open();
    const reader = await EventReader.open(`http://127.0.0.1:${other.port}/api/alerts/stream`, {
      Authorization: `Bearer ${stage.token({ subject: 'victor' })}`,
      'X-Tenant-Id': 'tenant_a',
    });
    const told = (status: string) =>
      reader.events.find(({ data }) => data['title'] === 'Pump 20 is hot' && data['status'] === status);
    await manager.post([pump('20')]);
    expect(await within(SOON, async () => told('open') !== undefined)).toBe(true);
    await manager.post([{ ...pump('20'), endsAt: new Date(Date.now() - 1_000).toISOString() }]);
    expect(await within(SOON, async () => told('resolved') !== undefined)).toBe(true);
    for (const status of ['open', 'resolved']) {
      const { at = Infinity, data } = told(status) ?? {};
      expect(at - Date.parse(String(data?.['updated_at']))).toBeLessThan(1_000);
    }
    reader.close();
  });

  it('was never refused, until its key is revoked', async () => {
    expect(await manager.metric(SENT)).toBeGreaterThanOrEqual(3);
    expect(await manager.metric(FAILED)).toBe(0);
    const { body } = await ask<{ data: Key[] }>(stage, api, { path: KEYS, as: 'alice' });
    expect(body.data[0]).toMatchObject({ id: keyId, last_used_at: expect.stringMatching(/Z$/) });
    await ask(stage, api, { method: 'DELETE', path: `${KEYS}/${keyId}`, as: 'alice' });
    await manager.post([pump('10')]);
    expect(await within(SOON, async () => (await manager.metric(FAILED)) > 0)).toBe(true);
    expect(await alerts()).toHaveLength(4);
  });
});
