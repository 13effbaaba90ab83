import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ALERTMANAGER_EXAMPLE } from '../../src/alert/alert-ingest.examples.ts';
import { ALERTMANAGER, bearer, makeKey, plantPeople, send, type CreatedKey } from '../api-key/key-stage.ts';
import { Stage, type Api } from '../tenancy/stage.ts';

interface Taken {
  readonly code?: string;
  readonly errors?: { field: string; message: string }[];
}

let stage: Stage;
let api: Api;
let key: CreatedKey;

beforeAll(async () => {
  stage = await Stage.start();
  api = await stage.open();
  await plantPeople(stage);
  key = await makeKey(stage, api);
});
afterAll(() => stage.close());

const take = (json: unknown, headers: Record<string, string> = {}) =>
  send<Taken>(api, { ...bearer(key), ...headers }, json, ALERTMANAGER);
const takeText = async (body: string) => {
  const headers = { ...bearer(key), 'Content-Type': 'application/json' };
  const { status, text } = await api.ask({ method: 'POST', path: ALERTMANAGER, headers, body });
  return { status, body: JSON.parse(text) as Taken };
};
const [FIRING] = ALERTMANAGER_EXAMPLE.alerts;
const firing = (fingerprint: string, more: object = {}) => ({ ...FIRING, fingerprint, ...more });
const over = (fingerprint: string) => firing(fingerprint, { status: 'resolved' });
const notification = (...alerts: unknown[]) => ({ ...ALERTMANAGER_EXAMPLE, alerts });
const rowsOf = (fingerprint: string) =>
  stage.sql('SELECT status, occurrences FROM alerts WHERE dedup_key = $1 ORDER BY id', [fingerprint]);

describe("Alertmanager's notification", () => {
  it('opens, counts and resolves by fingerprint', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const first = await take({ ...notification(firing(one), firing(two)), truncatedAlerts: 3 });
    expect([first.status, first.body]).toEqual([
      200,
      { received: 2, created: 2, repeated: 0, resolved: 0, truncated: 3 },
    ]);
    expect((await take(notification(firing(one), over(two)))).body).toMatchObject({
      repeated: 1,
      resolved: 1,
    });
    expect(await rowsOf(one)).toEqual([{ status: 'open', occurrences: 2 }]);
    expect(await rowsOf(two)).toEqual([{ status: 'resolved', occurrences: 1 }]);
    expect((await take(notification(firing(two)))).body).toMatchObject({ created: 1 });
    expect(await rowsOf(two)).toMatchObject([{ status: 'resolved' }, { status: 'open' }]);
  });

  it('becomes an alert that people can read', async () => {
    const fingerprint = randomUUID();
    await take(notification(firing(fingerprint)));
    const [row] = await stage.sql(
      'SELECT title, description, severity, source, owner_sub, labels FROM alerts WHERE dedup_key = $1',
      [fingerprint],
    );
    expect(row).toEqual({
      title: 'Pump 7 is running hot',
      description: '94 °C at the bearing',
      severity: 'critical',
      source: 'alertmanager',
      owner_sub: null,
      labels: {
        alertname: 'PumpHot',
        severity: 'critical',
        pump: '7',
        generator_url: FIRING?.generatorURL,
        starts_at: FIRING?.startsAt,
      },
    });
  });

  it('of something that nobody knows to be on changes nothing when it is over', async () => {
    const fingerprint = randomUUID();
    const { status, body } = await take(notification(over(fingerprint)));
    expect([status, body]).toMatchObject([200, { received: 1, created: 0, resolved: 0 }]);
    expect(await rowsOf(fingerprint)).toEqual([]);
  });

  it('counts as it was last where it says both of one fingerprint', async () => {
    const [on, off] = [randomUUID(), randomUUID()];
    await take(notification(firing(off)));
    const { body } = await take(notification(over(on), firing(off), firing(on), over(off)));
    expect(body).toMatchObject({ received: 4, created: 1, repeated: 0, resolved: 1 });
    expect(await rowsOf(on)).toMatchObject([{ status: 'open' }]);
    expect(await rowsOf(off)).toMatchObject([{ status: 'resolved', occurrences: 1 }]);
  });

  it('resolves nothing of another tenant, whatever the fingerprint', async () => {
    const fingerprint = randomUUID();
    const theirs = await makeKey(stage, api, {}, { as: 'bob', tenant: 'tenant_b' });
    await take(notification(firing(fingerprint)), bearer(theirs));
    await take(notification(over(fingerprint)));
    expect(await rowsOf(fingerprint)).toEqual([{ status: 'open', occurrences: 1 }]);
  });

  it('is taken once with an Idempotency-Key', async () => {
    const fingerprint = randomUUID();
    const headers = { 'Idempotency-Key': randomUUID() };
    const [first, second] = [
      await take(notification(firing(fingerprint)), headers),
      await take(notification(firing(fingerprint)), headers),
    ];
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    expect(await rowsOf(fingerprint)).toMatchObject([{ occurrences: 1 }]);
  });

  it('may have fields that nobody knows, and lack those that are not needed', async () => {
    const fingerprint = randomUUID();
    const alert = { status: 'firing', labels: {}, fingerprint, imageURL: 'x', values: { a: { b: [1] } } };
    const { status } = await take({
      version: '4',
      alerts: [alert],
      orgId: 1,
      tenant_id: 'tenant_b',
      title: 'x',
    });
    expect(status).toBe(200);
    const [row] = await stage.sql('SELECT tenant_id, title, labels FROM alerts WHERE dedup_key = $1', [
      fingerprint,
    ]);
    expect(row).toEqual({ tenant_id: 'tenant_a', title: 'Alert', labels: {} });
    expect((await take({ version: '4', alerts: [] })).status).toBe(200);
  });

  it('with endless texts and labels is kept, cut', async () => {
    const fingerprint = randomUUID();
    const labels = Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`l${n}`, '😀'.repeat(2_000)]));
    const annotations = { summary: 's'.repeat(100_000), description: '😀'.repeat(100_000) };
    expect((await take(notification(firing(fingerprint, { labels, annotations })))).status).toBe(200);
    const [row] = await stage.sql('SELECT title, labels FROM alerts WHERE dedup_key = $1', [fingerprint]);
    expect(row?.['title']).toBe(`${'s'.repeat(199)}…`);
    expect(Object.keys(row?.['labels'] as object)).toHaveLength(50);
  });

  it('of a thousand alerts is taken, and once more, also when there are some already', async () => {
    for (const prefix of [randomUUID(), randomUUID()]) {
      const alerts = Array.from({ length: 1_000 }, (_, n) => firing(`${prefix}-${n}`));
      const first = await take(notification(...alerts));
      expect([first.status, first.body]).toMatchObject([200, { received: 1_000, created: 1_000 }]);
      const again = await take(notification(...alerts));
      expect([again.status, again.body]).toMatchObject([200, { received: 1_000, repeated: 1_000 }]);
      expect((await take(notification(...alerts, firing('one more')))).status).toBe(400);
    }
  }, 60_000);
});

describe('A notification that is wrong', () => {
  it.each<[string, unknown, string]>([
    ['no version', { alerts: [] }, 'version'],
    ['another version', { ...notification(), version: '3' }, 'version'],
    ['a version that is a number', { ...notification(), version: 4 }, 'version'],
    ['no alerts', { version: '4' }, 'alerts'],
    ['alerts that are no list', { version: '4', alerts: { 0: firing('a') } }, 'alerts'],
    ['alerts that are texts', notification('a'), 'alerts'],
    ['alerts that are null', notification(null), 'alerts'],
    [
      'no fingerprint',
      notification(firing('a'), firing('b'), { ...FIRING, fingerprint: undefined }),
      'alerts.2.fingerprint',
    ],
    ['an empty fingerprint', notification(firing('')), 'alerts.0.fingerprint'],
    ['an endless fingerprint', notification(firing('x'.repeat(256))), 'alerts.0.fingerprint'],
    ['a fingerprint that is a number', notification({ ...FIRING, fingerprint: 7 }), 'alerts.0.fingerprint'],
    ['an unknown status', notification(firing('a', { status: 'pending' })), 'alerts.0.status'],
    ['a status that is a list', notification(firing('a', { status: ['firing'] })), 'alerts.0.status'],
    ['no labels', notification({ status: 'firing', fingerprint: 'a' }), 'alerts.0.labels'],
    ['labels that are a list', notification(firing('a', { labels: ['a'] })), 'alerts.0.labels'],
    ['labels that are deep', notification(firing('a', { labels: { a: { b: 'c' } } })), 'alerts.0.labels'],
    ['annotations that are null', notification(firing('a', { annotations: null })), 'alerts.0.annotations'],
    ['annotations of numbers', notification(firing('a', { annotations: { a: 1 } })), 'alerts.0.annotations'],
    ['a start that is a number', notification(firing('a', { startsAt: 1 })), 'alerts.0.startsAt'],
    [
      'an address that is an object',
      notification(firing('a', { generatorURL: {} })),
      'alerts.0.generatorURL',
    ],
    ['a count that is negative', { ...notification(), truncatedAlerts: -1 }, 'truncatedAlerts'],
    ['a count that is a text', { ...notification(), truncatedAlerts: '1' }, 'truncatedAlerts'],
    ['NUL in a label', notification(firing('a', { labels: { a: 'b\0' } })), 'alerts.0.labels.a'],
    ['half a character', notification(firing('a', { labels: { a: '\ud800' } })), 'alerts.0.labels.a'],
  ])('as %s is refused by name, and nothing of it is taken', async (_, json, field) => {
    const before = await stage.stateOf('tenant_a');
    const { status, body } = await take(json);
    expect([status, body.code]).toEqual([400, 'request/invalid']);
    expect(body.errors?.map((error) => error.field)).toContain(field);
    const after = await stage.stateOf('tenant_a');
    expect(after['alerts']).toEqual(before['alerts']);
  });

  it('of another version names those that are taken', async () => {
    const { body } = await take({ ...notification(), version: '5' });
    expect(body.errors).toEqual([{ field: 'version', message: 'must be "4"' }]);
  });

  it.each<[string, string]>([
    [
      '__proto__ in labels',
      '{"version":"4","alerts":[{"status":"firing","fingerprint":"a","labels":{"__proto__":{"x":"y"}}}]}',
    ],
    ['__proto__ at the top', '{"__proto__":{"version":"4"},"alerts":[]}'],
    ['constructor', '{"version":"4","alerts":[],"constructor":{"prototype":{"polluted":"yes"}}}'],
    ['great depth', `{"version":"4","alerts":[],"x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
    [
      'many keys',
      JSON.stringify({
        version: '4',
        alerts: [],
        ...Object.fromEntries(Array.from({ length: 300 }, (_, n) => [n, n])),
      }),
    ],
    ['a list', '[]'],
    ['half of it', '{"version":"4",'],
    ['null', 'null'],
  ])('with %s is refused', async (_, text) => {
    expect((await takeText(text)).status).toBe(400);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('of more than 8 MB is 413', async () => {
    const alert = firing('a', { annotations: { description: 'x'.repeat(8 * 1024 * 1024) } });
    expect((await take(notification(alert))).status).toBe(413);
    const almost = firing('large', { annotations: { description: 'x'.repeat(7 * 1024 * 1024) } });
    expect((await take(notification(almost))).status).toBe(200);
  });
});

describe('The five of every feature', () => {
  const verdict = async (headers: Record<string, string>, json: unknown = notification(firing('five'))) => {
    const { status, body } = await send(api, headers, json, ALERTMANAGER);
    return `${status} ${body.code}`;
  };
  it('no key, and tokens of users: 401; another tenant: 403; another form: 400', async () => {
    const token = stage.token({ subject: 'alice', claim: 'tenant_a' });
    expect(await verdict({})).toBe('401 auth/unauthorized');
    expect(await verdict({ Authorization: `Bearer ${token}` })).toBe('401 auth/unauthorized');
    expect(await verdict({ ...bearer(key), 'X-Tenant-Id': 'tenant_b' })).toBe('403 tenant/mismatch');
    expect(await verdict(bearer(key), { title: 'of the other route' })).toBe('400 request/invalid');
  });

  it('a scope that is not enough: 403', async () => {
    const other = await makeKey(stage, api);
    await stage.sql('ALTER TABLE api_keys DROP CONSTRAINT api_keys_scopes_known');
    await stage.sql("UPDATE api_keys SET scopes = '{alerts:read}' WHERE id = $1", [other.id]);
    expect(await verdict(bearer(other))).toBe('403 auth/scope');
  });
});
