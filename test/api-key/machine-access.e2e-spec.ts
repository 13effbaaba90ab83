import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeApiKey } from '../../src/tenancy/api-key.ts';
import { rawExchange } from '../support/raw-request.ts';
import { Stage, type Api } from '../tenancy/stage.ts';
import {
  ask,
  bearer,
  INGEST,
  KEYS,
  makeKey,
  plantPeople,
  send,
  verdictOf,
  type CreatedKey,
} from './key-stage.ts';

let stage: Stage;
let api: Api;
let good: CreatedKey;
let theirs: CreatedKey;

beforeAll(async () => {
  stage = await Stage.start();
  api = await stage.open();
  await plantPeople(stage);
  good = await makeKey(stage, api);
  theirs = await makeKey(stage, api, {}, { as: 'bob', tenant: 'tenant_b' });
});
afterAll(() => stage.close());

const verdict = (headers: Parameters<typeof send>[1], on = api) => verdictOf(on, headers);
/** The keys as well. */
const EVERYTHING = { but: [] };
const UNAUTHORIZED = '401 auth/unauthorized';

describe('A good key', () => {
  it('is taken from Authorization or X-Api-Key, and works in its tenant', async () => {
    for (const headers of [
      bearer(good),
      { 'X-Api-Key': good.key },
      { authorization: `bearer ${good.key}` },
    ]) {
      const { status, body } = await send<{ alerts: object[] }>(api, headers);
      expect(status).toBe(200);
      expect(body.alerts).toMatchObject([{ tenant_id: 'tenant_a', source: 'Prometheus', owner_sub: null }]);
    }
  });

  it('is named in the audit as who did it', async () => {
    const { body } = await send<{ alerts: { id: string }[] }>(api, bearer(good));
    const entries = await stage.sql(
      'SELECT actor_sub, actor_issuer FROM audit_entries WHERE target_id = $1',
      [body.alerts[0]?.id],
    );
    expect(entries).toEqual([{ actor_sub: good.id, actor_issuer: 'api-key' }]);
  });

  it('opens no route of users', async () => {
    for (const path of ['/api/tenant', '/api/items', '/api/alerts', KEYS, '/api/user/me']) {
      for (const headers of [bearer(good), { 'X-Api-Key': good.key }]) {
        const answer = await api.ask({ path, headers: { ...headers, 'X-Tenant-Id': 'tenant_a' } });
        expect([path, answer.status]).toEqual([path, 401]);
      }
    }
  });
});

describe('A key that is not good', () => {
  /** Each with the header lines it comes in. */
  const bad = async (): Promise<Record<string, Record<string, string | string[]>>> => {
    const expired = await makeKey(stage, api, { expires_at: '2099-01-01T00:00:00Z' });
    await stage.sql('UPDATE api_keys SET expires_at = now() WHERE id = $1', [expired.id]);
    const revoked = await makeKey(stage, api);
    await ask(stage, api, { method: 'DELETE', path: `${KEYS}/${revoked.id}`, as: 'alice' });
    const { key } = good;
    const other = key.endsWith('A') ? 'B' : 'A';
    return {
      'no key': {},
      'an empty key': { 'X-Api-Key': '' },
      'an empty bearer': { Authorization: 'Bearer ' },
      'a bearer without a scheme': { Authorization: key },
      Basic: { Authorization: `Basic ${Buffer.from(`x:${key}`).toString('base64')}` },
      'an access token': { Authorization: `Bearer ${stage.token({ subject: 'alice', claim: 'tenant_a' })}` },
      'an ID token': { Authorization: `Bearer ${stage.token({ subject: 'alice', use: 'id' })}` },
      'a token as a key': { 'X-Api-Key': stage.token({ subject: 'alice' }) },
      'another secret': { 'X-Api-Key': `${key.slice(0, -1)}${other}` },
      'a key of another prefix': { 'X-Api-Key': key.replace(good.prefix, theirs.prefix) },
      'an unknown prefix': { 'X-Api-Key': makeApiKey('tenant_a').key },
      'a tenant there is not': { 'X-Api-Key': makeApiKey('nowhere').key },
      'a key moved to another tenant': { 'X-Api-Key': key.replace('tenant_a', 'tenant_b') },
      'a key of more': { 'X-Api-Key': `${key}x` },
      'a key of less': { 'X-Api-Key': key.slice(0, -1) },
      'upper case': { 'X-Api-Key': key.toUpperCase() },
      'more than 512 characters': { 'X-Api-Key': key.padEnd(513, 'x') },
      'both headers': { ...bearer(good), 'X-Api-Key': key },
      'a token and a key': { Authorization: `Bearer ${stage.token({ subject: 'alice' })}`, 'X-Api-Key': key },
      'a cookie': { Cookie: `X-Api-Key=${key}` },
      'an expired key': bearer(expired),
      'a revoked key': bearer(revoked),
    };
  };

  it('is answered the same whatever is wrong with it, to the byte', async () => {
    const answers = new Map<string, string[]>();
    for (const [name, lines] of Object.entries(await bad())) {
      for (const tenant of [{}, { 'X-Tenant-Id': 'tenant_b' }]) {
        const { status, text, headers } = await send(api, { ...lines, ...tenant, 'X-Request-Id': 'same' });
        const bytes = JSON.stringify([status, { ...headers, date: '' }, text]);
        answers.set(bytes, [...(answers.get(bytes) ?? []), name]);
      }
    }
    expect([...answers.values()]).toHaveLength(1);
    const { status, headers, body } = await send(api, {});
    expect([status, body.code, headers['www-authenticate']]).toEqual([401, 'auth/unauthorized', 'Bearer']);
  });

  it('in two lines is refused, also where both are good', async () => {
    const line = `X-Api-Key: ${good.key}`;
    const statusOf = async (...lines: string[]) => {
      const head = [`POST ${INGEST} HTTP/1.1`, ...lines, 'Host: x', 'Connection: close', 'Content-Length: 0'];
      return (await rawExchange(api.port, `${head.join('\r\n')}\r\n\r\n`)).status;
    };
    expect(await statusOf(line)).toBe(400);
    expect(await statusOf(line, line)).toBe(401);
    expect(await statusOf(line, `Authorization: Bearer ${good.key}`)).toBe(401);
    expect(await statusOf(`Authorization: Bearer ${good.key}`, `authorization: Bearer ${good.key}`)).toBe(
      401,
    );
  });

  it('by its form is refused before the database is asked', async () => {
    await stage.whileLocked(async () => {
      const began = performance.now();
      expect(await verdict({ 'X-Api-Key': `${good.key}x` })).toBe(UNAUTHORIZED);
      expect(await verdict({})).toBe(UNAUTHORIZED);
      expect(performance.now() - began).toBeLessThan(1_000);
    }, EVERYTHING);
  });
});

describe('What a key is worth', () => {
  it('ends with its time, by the clock of the database', async () => {
    const key = await makeKey(stage, api, { expires_at: '2099-01-01T00:00:00Z' });
    expect(await verdict(bearer(key))).toBe('200');
    const expiresIn = (interval: string) =>
      stage.sql('UPDATE api_keys SET expires_at = now() + $1::interval WHERE id = $2', [interval, key.id]);
    await expiresIn('1 minute');
    expect(await verdict(bearer(key))).toBe('200');
    await expiresIn('0 seconds');
    expect(await verdict(bearer(key))).toBe(UNAUTHORIZED);
  });

  it('ends at once on every instance when it is revoked', async () => {
    const key = await makeKey(stage, api);
    const other = await stage.open();
    for (const on of [api, other]) expect(await verdict(bearer(key), on)).toBe('200');
    await ask(stage, api, { method: 'DELETE', path: `${KEYS}/${key.id}`, as: 'alice' });
    for (const on of [api, other]) expect(await verdict(bearer(key), on)).toBe(UNAUTHORIZED);
  });

  it('ends with its tenant', async () => {
    await stage.sql("INSERT INTO tenants (id, name) VALUES ('tenant_d', 'Dunder')");
    await stage.plant([{ tenant: 'tenant_d', subject: 'dora', role: 'admin' }]);
    const key = await makeKey(stage, api, {}, { as: 'dora', tenant: 'tenant_d' });
    expect(await verdict(bearer(key))).toBe('200');
    await stage.sql("UPDATE tenants SET status = 'suspended' WHERE id = 'tenant_d'");
    expect(await verdict(bearer(key))).toBe('403 tenant/forbidden');
    await stage.sql("UPDATE tenants SET status = 'active' WHERE id = 'tenant_d'");
    expect(await verdict(bearer(key))).toBe('200');
  });

  it('is what its scopes say', async () => {
    const key = await makeKey(stage, api);
    await stage.sql('ALTER TABLE api_keys DROP CONSTRAINT api_keys_scopes_known');
    await stage.sql("UPDATE api_keys SET scopes = '{alerts:read}' WHERE id = $1", [key.id]);
    expect(await verdict(bearer(key))).toBe('403 auth/scope');
    await stage.sql("UPDATE api_keys SET scopes = '{alerts:read,alerts:write}' WHERE id = $1", [key.id]);
    expect(await verdict(bearer(key))).toBe('200');
  });

  it('is undecided while the database does not answer: 503', async () => {
    const answer = await stage.whileLocked(() => send(api, bearer(good)), EVERYTHING);
    expect([answer.status, answer.body.code]).toEqual([503, 'service/unavailable']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });
});
