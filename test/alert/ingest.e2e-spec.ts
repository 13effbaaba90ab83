import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { AlertDto } from '../../src/alert/alert.dto.ts';
import { ask, bearer, INGEST, makeKey, plantPeople, send, type CreatedKey } from '../api-key/key-stage.ts';
import { inParallel } from '../support/exchange.ts';
import { Stage, type Api } from '../tenancy/stage.ts';

interface Taken {
  readonly received: number;
  readonly created: number;
  readonly repeated: number;
  readonly resolved: number;
  readonly alerts: AlertDto[];
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
  key = await makeKey(stage, api, { name: 'Temperature watch' });
});
afterAll(() => stage.close());

const take = (json: unknown, headers: Record<string, string> = {}) =>
  send<Taken>(api, { ...bearer(key), ...headers }, json);
const count = async () =>
  Number((await stage.sql("SELECT count(*) FROM alerts WHERE tenant_id = 'tenant_a'"))[0]?.['count']);

describe('An alert that a machine sends', () => {
  it('is taken alone, and is there for people', async () => {
    const alert = { title: 'Hot', description: null, severity: 'critical', labels: { pump: '7' } };
    const { status, body } = await take(alert);
    expect([status, { ...body, alerts: body.alerts.length }]).toEqual([
      200,
      { received: 1, created: 1, repeated: 0, resolved: 0, alerts: 1 },
    ]);
    expect(body.alerts[0]).toMatchObject({
      ...alert,
      tenant_id: 'tenant_a',
      owner_sub: null,
      source: 'Temperature watch',
      status: 'open',
      occurrences: 1,
    });
    const seen = await ask(stage, api, { path: `/api/alerts/${body.alerts[0]?.id}`, as: 'victor' });
    expect([seen.status, seen.body]).toEqual([200, body.alerts[0]]);
  });

  it('is taken with others, answered in their order, and says itself who noticed it', async () => {
    const dedup_key = randomUUID();
    await take({ title: 'was there', dedup_key });
    const { status, body } = await take({
      alerts: [
        { title: 'one', source: 'somebody else' },
        { title: 'twice', dedup_key },
        { title: 'thrice', dedup_key },
        { title: 'two' },
      ],
    });
    expect([status, body]).toMatchObject([200, { received: 4, created: 2, repeated: 2, resolved: 0 }]);
    expect(body.alerts.map(({ title, source, occurrences }) => [title, source, occurrences])).toEqual([
      ['one', 'somebody else', 1],
      ['was there', 'Temperature watch', 3],
      ['was there', 'Temperature watch', 3],
      ['two', 'Temperature watch', 1],
    ]);
  });

  it('is one alert with fifty occurrences when fifty come at once with its key', async () => {
    const dedup_key = randomUUID();
    const answers = await inParallel(Array.from({ length: 50 }), 50, () => take({ title: 'hot', dedup_key }));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(50).fill(200));
    expect(answers.reduce((sum, { body }) => sum + body.created, 0)).toBe(1);
    const rows = await stage.sql('SELECT occurrences FROM alerts WHERE dedup_key = $1', [dedup_key]);
    expect(rows).toEqual([{ occurrences: 50 }]);
  });

  it('with the key of a resolved one is a new one', async () => {
    const dedup_key = randomUUID();
    const first = (await take({ title: 'hot', dedup_key })).body.alerts[0];
    const path = `/api/alerts/${first?.id}/resolve`;
    expect((await ask(stage, api, { method: 'POST', path, as: 'carol' })).status).toBeLessThan(300);
    const again = await take({ title: 'hot again', dedup_key });
    expect(again.body).toMatchObject({ created: 1, alerts: [{ occurrences: 1 }] });
  });
});

describe('Alerts that are wrong', () => {
  const good = { title: 'good' };
  it.each<[string, unknown, string[]]>([
    ['no fields', {}, ['title']],
    ['a list of none', { alerts: [] }, ['alerts']],
    ['a list that is none', { alerts: 'x' }, ['alerts']],
    ['no list', { alerts: null }, ['alerts']],
    ['a list of texts', { alerts: ['x'] }, ['alerts']],
    ['a list of lists', { alerts: [[good]] }, ['alerts']],
    ['too many', { alerts: Array.from({ length: 501 }, () => good) }, ['alerts']],
    ['both forms', { title: 'x', alerts: [good] }, ['title']],
    [
      'a wrong severity',
      { alerts: [good, good, good, { ...good, severity: 'loud' }] },
      ['alerts.3.severity'],
    ],
    ['several faults', { alerts: [{ title: '' }, good, { title: 5 }] }, ['alerts.0.title', 'alerts.2.title']],
    ['an unknown field', { ...good, colour: 'red' }, ['colour']],
    ['an unknown field in a list', { alerts: [{ ...good, colour: 'red' }] }, ['alerts.0.colour']],
    ['a tenant', { ...good, tenant_id: 'tenant_b' }, ['tenant_id']],
    ['a status', { alerts: [{ ...good, status: 'resolved' }] }, ['alerts.0.status']],
    ['no item', { ...good, item_id: randomUUID() }, ['item_id']],
    ['no item in a list', { alerts: [good, { ...good, item_id: randomUUID() }] }, ['alerts.1.item_id']],
    ['NUL', { alerts: [{ title: 'a\0b' }] }, ['alerts.0.title']],
    ['labels that are deep', { ...good, labels: { a: { b: 'c' } } }, ['labels']],
  ])('as %s are refused, by name, and all with them', async (_, json, fields) => {
    const before = await count();
    const { status, body } = await take(json);
    expect([status, body.code]).toEqual([400, 'request/invalid']);
    expect([...new Set(body.errors?.map(({ field }) => field))].slice(0, 3)).toEqual(
      expect.arrayContaining(fields),
    );
    expect(await count()).toBe(before);
  });

  it("with an item of another tenant are refused like those with nobody's, to the byte", async () => {
    const [item] = await stage.sqlIn(
      'tenant_b',
      "INSERT INTO items (owner_sub, name) VALUES ('bob', 'theirs') RETURNING id",
    );
    const before = await count();
    const answers = [];
    for (const item_id of [item?.['id'], randomUUID()]) {
      const { status, text } = await take(
        { alerts: [good, { ...good, item_id }] },
        { 'X-Request-Id': 'same' },
      );
      answers.push({ status, text });
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.status).toBe(400);
    expect(await count()).toBe(before);
  });

  it('are refused when they are no JSON object, too large, or of another type', async () => {
    const raw = (body: string, type = 'application/json') =>
      api.ask({ method: 'POST', path: INGEST, headers: { ...bearer(key), 'Content-Type': type }, body });
    expect((await raw('[]')).status).toBe(400);
    expect((await raw('{"title":"x"')).status).toBe(400);
    expect((await raw('title=x', 'application/x-www-form-urlencoded')).status).toBe(415);
    expect((await raw(JSON.stringify({ title: 'x', description: 'x'.repeat(8 * 1024 * 1024) }))).status).toBe(
      413,
    );
    expect((await raw('')).status).toBe(400);
  });
});

describe('An Idempotency-Key', () => {
  it('makes of repetitions one, answered the same, for this key alone', async () => {
    const headers = { 'Idempotency-Key': randomUUID() };
    const alert = { title: 'once', dedup_key: randomUUID() };
    const [first, second] = [await take(alert, headers), await take(alert, headers)];
    expect([first.status, second.status, second.text]).toEqual([200, 200, first.text]);
    expect(second.headers['idempotent-replayed']).toBe('true');
    const occurrences = async () =>
      (await stage.sql('SELECT occurrences FROM alerts WHERE dedup_key = $1', [alert.dedup_key]))[0];
    expect(await occurrences()).toEqual({ occurrences: 1 });
    expect((await take({ title: 'another' }, headers)).body.code).toBe('idempotency/key_reused');
    const other = await makeKey(stage, api, { name: 'Other' });
    expect((await take(alert, { ...headers, ...bearer(other) })).body).toMatchObject({ repeated: 1 });
    expect(await occurrences()).toEqual({ occurrences: 2 });
  });
});

describe('The five of every feature', () => {
  const alert = { title: 'x' };
  const verdict = async (headers: Record<string, string>, json: unknown = alert) => {
    const { status, body } = await send(api, headers, json);
    return `${status} ${body.code}`;
  };

  it('no key: 401', async () => expect(await verdict({})).toBe('401 auth/unauthorized'));

  it("users' tokens of either use, of an admin as well: 401", async () => {
    for (const use of ['access', 'id'] as const) {
      const token = stage.token({ subject: 'alice', use, claim: 'tenant_a' });
      expect(await verdict({ Authorization: `Bearer ${token}` })).toBe('401 auth/unauthorized');
    }
  });

  it('another tenant: 403', async () =>
    expect(await verdict({ ...bearer(key), 'X-Tenant-Id': 'tenant_b' })).toBe('403 tenant/mismatch'));

  it('a scope that is not enough: 403', async () => {
    const other = await makeKey(stage, api);
    await stage.sql('ALTER TABLE api_keys DROP CONSTRAINT api_keys_scopes_known');
    await stage.sql("UPDATE api_keys SET scopes = '{alerts:read}' WHERE id = $1", [other.id]);
    expect(await verdict(bearer(other))).toBe('403 auth/scope');
  });

  it('an unknown field: 400', async () =>
    expect(await verdict(bearer(key), { ...alert, colour: 'red' })).toBe('400 request/invalid'));
});
