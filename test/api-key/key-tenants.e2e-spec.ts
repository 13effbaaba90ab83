import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Stage, type Api } from '../tenancy/stage.ts';
import { bearer, makeKey, plantPeople, verdictOf, type CreatedKey } from './key-stage.ts';

let stage: Stage;
let api: Api;
let good: CreatedKey;

beforeAll(async () => {
  stage = await Stage.start();
  api = await stage.open();
  await plantPeople(stage);
  good = await makeKey(stage, api);
});
afterAll(() => stage.close());

describe('The tenant that a request names beside its key', () => {
  const DOMAIN = 'app.example.com';
  it.each([
    ['header', {}],
    ['subdomain', { TENANT_MODE: 'subdomain', TENANT_MAIN_DOMAIN: DOMAIN }],
    ['claim', { TENANT_MODE: 'claim' }],
    ['header, not strict', { TENANT_STRICT: '0' }],
  ])('has to be the one of the key, in mode %s', async (_, variables) => {
    const on = await stage.open(variables);
    const named = (tenant: string) => verdictOf(on, { ...bearer(good), 'X-Tenant-Id': tenant });
    expect(await named('tenant_a')).toBe('200');
    for (const tenant of ['tenant_b', 'tenant_c', 'nowhere']) {
      expect(await named(tenant)).toBe('403 tenant/mismatch');
    }
    for (const tenant of ['', 'Tenant_A', 'tenant_a, tenant_a', '-']) {
      expect([tenant, await named(tenant)]).toEqual([tenant, '400 tenant/invalid']);
    }
    expect(await verdictOf(on, bearer(good))).toBe('200');
  });

  it('is the host as well where hosts name tenants', async () => {
    const on = await stage.open({ TENANT_MODE: 'subdomain', TENANT_MAIN_DOMAIN: DOMAIN });
    const at = (host: string) => verdictOf(on, { ...bearer(good), Host: host });
    expect(await at(`tenant_a.${DOMAIN}`)).toBe('200');
    expect(await at(`api.${DOMAIN}`)).toBe('200');
    expect(await at('localhost')).toBe('200');
    expect(await at(`tenant_b.${DOMAIN}`)).toBe('403 tenant/mismatch');
    expect(await at(`-.${DOMAIN}`)).toBe('400 tenant/invalid');
  });

  it('does not matter where there is one tenant, whose keys alone are good', async () => {
    const on = await stage.open({ MULTI_TENANT_ENABLED: '0' });
    await stage.plant([{ tenant: 'public', subject: 'boss', role: 'admin' }]);
    const key = await makeKey(stage, on, {}, { as: 'boss' });
    expect(key.key).toMatch(/^tnk\.public\./);
    expect(await verdictOf(on, { ...bearer(key), 'X-Tenant-Id': 'tenant_b' })).toBe('200');
    expect(await verdictOf(on, bearer(good))).toBe('401 auth/unauthorized');
  });
});
