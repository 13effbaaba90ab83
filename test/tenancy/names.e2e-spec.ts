import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rawExchange, type RawAnswer } from '../support/raw-request.ts';
import { ILL_FORMED, OF_NO_TENANT } from './odd-names.ts';
import { Stage, verdict, type Api } from './stage.ts';

const DOMAIN = 'app.example.com';

let stage: Stage;
let byHeader: Api;
let byHost: Api;
let byClaim: Api;
let authorization: string;

beforeAll(async () => {
  stage = await Stage.start();
  byHeader = await stage.open();
  byHost = await stage.open({ TENANT_MODE: 'subdomain', TENANT_MAIN_DOMAIN: DOMAIN });
  byClaim = await stage.open({ TENANT_MODE: 'claim' });
  await stage.plant([
    { tenant: 'tenant_a', subject: 'carol', role: 'member' },
    { tenant: 'tenant_b', subject: 'carol', role: 'viewer' },
  ]);
  authorization = `Authorization: Bearer ${stage.token({ subject: 'carol' })}`;
});
afterAll(() => stage.close());

function send(api: Api, ...lines: readonly string[]): Promise<RawAnswer> {
  const text = ['GET /api/tenant HTTP/1.1', authorization, ...lines, 'Connection: close', '', ''];
  return rawExchange(api.port, text.join('\r\n'));
}

describe('A header that names a tenant', () => {
  const name = (...lines: readonly string[]) => send(byHeader, 'Host: localhost', ...lines);

  it.each(ILL_FORMED)('is refused with %s', async (_, value) => {
    expect(verdict(await name(`X-Tenant-Id: ${value}`))).toBe('400 tenant/invalid');
  });

  it.each(OF_NO_TENANT)('is of no tenant with %s', async (value) => {
    expect(verdict(await name(`X-Tenant-Id: ${value}`))).toBe('403 tenant/forbidden');
  });

  it.each([
    ['the same twice', ['X-Tenant-Id: tenant_a', 'X-Tenant-Id: tenant_a']],
    ['two different ones', ['X-Tenant-Id: tenant_a', 'X-Tenant-Id: tenant_b']],
    ['two in different case', ['X-Tenant-Id: tenant_a', 'x-tenant-ID: tenant_a']],
    ['one with a name and one without', ['X-Tenant-Id: tenant_a', 'X-Tenant-Id:']],
  ])('is refused when it is sent as %s', async (_, lines) => {
    expect(verdict(await name(...lines))).toBe('400 tenant/invalid');
  });

  it.each([
    ['NUL', 'X-Tenant-Id: tenant_a\0'],
    ['a bare carriage return', 'X-Tenant-Id: tenant_a\rtenant_b'],
    ['a space before its colon', 'X-Tenant-Id : tenant_a'],
    ['a continued line', 'X-Tenant-Id: tenant_a\r\n tenant_b'],
    ['20 kB', `X-Tenant-Id: ${'x'.repeat(20_000)}`],
  ])('gets nobody in with %s', async (_, line) => {
    expect([400, 431]).toContain((await name(line)).status);
  });

  it('is 400 with 5 kB as with any other', async () => {
    expect(verdict(await name(`X-Tenant-Id: ${'x'.repeat(5_000)}`))).toBe('400 tenant/invalid');
  });

  it.each(['X_Tenant_Id: tenant_a', 'X-Tenant-Id-: tenant_a', 'Tenant-Id: tenant_a', 'X-Tenant: tenant_a'])(
    'is not one of another name: %s',
    async (line) => {
      expect(verdict(await name(line))).toBe('400 tenant/not_provided');
    },
  );

  it('may stand in spaces, which are not part of a value, and in any case of letters', async () => {
    expect(verdict(await name('x-TENANT-id: \t tenant_a \t'))).toBe('200 tenant_a member');
  });

  it('has the name that TENANT_HEADER gives it, and no other', async () => {
    const api = await stage.open({ TENANT_HEADER: 'X-Org.Name' });
    const ask = (...lines: string[]) => send(api, 'Host: localhost', ...lines);
    expect(verdict(await ask('x-org.name: tenant_b', 'X-Tenant-Id: tenant_a'))).toBe('200 tenant_b viewer');
    expect(verdict(await ask('X-Tenant-Id: tenant_a'))).toBe('400 tenant/not_provided');
  });
});

describe('A host that names a tenant', () => {
  const name = (host: string) => send(byHost, `Host: ${host}`);

  it.each(ILL_FORMED.filter(([what]) => what !== 'upper case' && what !== 'mixed case'))(
    'is refused with %s',
    async (_, label) => {
      expect(verdict(await name(`${label}.${DOMAIN}`))).toBe('400 tenant/invalid');
    },
  );

  it.each(OF_NO_TENANT)('is of no tenant with %s', async (label) => {
    expect(verdict(await name(`${label}.${DOMAIN}`))).toBe('403 tenant/forbidden');
  });
});

describe('A claim that names a tenant', () => {
  const claiming = (claim: unknown, api: Api) => api.tenantOf(stage.token({ subject: 'carol', claim }));

  it.each([
    ...ILL_FORMED,
    ['NUL', 'tenant_a\0'],
    ['half a surrogate pair', 'tenant_a\ud800'],
    ['a line of its own', 'tenant_a\n'],
    ['Cyrillic', 'tenant_\u0430'],
    ['the long s', 'tenant\u017f'],
  ])('is refused with %s, in every mode', async (_, claim) => {
    for (const api of [byClaim, byHeader, byHost])
      expect(await claiming(claim, api)).toBe('400 tenant/invalid');
  });

  it.each([
    ['a number', 7],
    ['null', null],
    ['a list', ['tenant_a']],
    ['a list of two', ['tenant_a', 'tenant_b']],
    ['an object', { tenant_a: true }],
    ['true', true],
  ])('makes the token no good as %s', async (_, claim) => {
    expect(await claiming(claim, byClaim)).toBe('401 auth/unauthorized');
  });

  it('is the first of COGNITO_TENANT_CLAIM that the token carries', async () => {
    const api = await stage.open({
      TENANT_MODE: 'claim',
      COGNITO_TENANT_CLAIM: 'custom:tenant_id, tenant_id',
    });
    const carrying = (claims: Record<string, unknown>) =>
      api.tenantOf(stage.token({ subject: 'carol', claims }));
    expect(await carrying({ 'custom:tenant_id': 'tenant_a', tenant_id: 'tenant_b' })).toBe(
      '200 tenant_a member',
    );
    expect(await carrying({ tenant_id: 'tenant_b' })).toBe('200 tenant_b viewer');
    expect(await carrying({ custom_tenant_id: 'tenant_b' })).toBe('400 tenant/not_provided');
  });
});
