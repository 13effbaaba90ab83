import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { LOGGER } from '../../src/platform/logging/logging.module.ts';
import { Stage, type Api } from '../tenancy/stage.ts';
import { ask, bearer, INGEST, KEYS, makeKey, plantPeople, send, type Key } from './key-stage.ts';

let stage: Stage;
let api: Api;

beforeAll(async () => {
  stage = await Stage.start();
  api = await stage.open();
  await plantPeople(stage);
});
afterAll(() => stage.close());

describe('last_used_at', () => {
  const usedOf = async (id: string) => {
    const { body } = await ask<{ data: Key[] }>(stage, api, { path: `${KEYS}?limit=100`, as: 'alice' });
    return body.data.find((key) => key.id === id)?.last_used_at;
  };
  const versionOf = async (id: string) =>
    (await stage.sql('SELECT xmin::text AS version FROM api_keys WHERE id = $1', [id]))[0]?.['version'];

  it('is written at most once a minute', async () => {
    const key = await makeKey(stage, api);
    expect(await usedOf(key.id)).toBeNull();
    await Promise.all(Array.from({ length: 8 }, () => send(api, bearer(key))));
    expect(await usedOf(key.id)).toMatch(/Z$/);
    const version = await versionOf(key.id);
    await send(api, bearer(key));
    expect(await versionOf(key.id)).toBe(version);
    await stage.sql("UPDATE api_keys SET last_used_at = now() - interval '61 seconds' WHERE id = $1", [
      key.id,
    ]);
    await send(api, bearer(key));
    expect(Date.now() - Date.parse((await usedOf(key.id)) ?? '')).toBeLessThan(30_000);
  });

  it('does not count what was refused', async () => {
    const key = await makeKey(stage, api);
    await send(api, { ...bearer(key), 'X-Tenant-Id': 'tenant_b' });
    await send(api, { 'X-Api-Key': `${key.key.slice(0, -4)}AAAA` });
    expect(await usedOf(key.id)).toBeNull();
  });
});

describe('The log', () => {
  it('names the key by its id, and never has the key', async () => {
    const on = await stage.open({ LOG_LEVEL: 'trace' });
    const logger = on.app.get<Record<symbol, unknown>>(LOGGER);
    const lines: string[] = [];
    logger[pino.symbols.streamSym] = { write: (line: string) => lines.push(line) };
    const key = await makeKey(stage, on);
    await send(on, bearer(key));
    await send(on, { 'X-Api-Key': `${key.key}x` });
    await send(on, { ...bearer(key), 'X-Api-Key': key.key });
    await send(on, bearer(key), { title: 7 });
    await on.ask({ path: `${INGEST}?key=${key.key}`, headers: bearer(key) });
    await ask(stage, on, { method: 'DELETE', path: `${KEYS}/${key.id}`, as: 'alice' });
    await send(on, bearer(key));
    const log = lines.join('');
    expect(log).toContain(`"api_key_id":"${key.id}"`);
    expect(log).toContain('revoked API key');
    expect(log).not.toContain(key.key.split('.')[3]);
  });
});
