import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inParallel } from '../support/exchange.ts';
import { Stage, type Api, type Member } from './stage.ts';

/*
 * Section 5 of the interface contract, every combination: what a request names, what its token claims, and what rows
 * there are. The oracle below is written from the contract's five rules and knows nothing of the code.
 */
const MODES = ['header', 'subdomain', 'claim'] as const;
const TOKEN_USES = ['access', 'id'] as const;
const NAMES = [undefined, 'tenant_a', 'tenant_b', 'tenant_c', 'tenant_x'] as const;
const CLAIMS = [undefined, 'tenant_a', 'tenant_b', 'tenant_c', 'tenant_x'] as const;
const DOMAIN = 'app.example.com';

type Rows = Readonly<Record<string, Pick<Member, 'role' | 'status'>>>;
const MEMBERSHIPS: Readonly<Record<string, Rows>> = {
  'no row': {},
  'viewer of a': { tenant_a: { role: 'viewer' } },
  'admin of a, viewer of b': { tenant_a: { role: 'admin' }, tenant_b: { role: 'viewer' } },
  'suspended in a': { tenant_a: { status: 'suspended' } },
  'removed from a, in b': { tenant_a: { status: 'removed' }, tenant_b: { role: 'member' } },
  'admin of the suspended c': { tenant_c: { role: 'admin' } },
};

interface Setting {
  readonly mode: (typeof MODES)[number];
  readonly strict: boolean;
  readonly use: (typeof TOKEN_USES)[number];
}

interface Case {
  readonly subject: string;
  readonly named: string | undefined;
  readonly claim: string | undefined;
  readonly rows: Rows;
}

function expected({ mode, strict }: Setting, { named, claim, rows }: Case): string {
  const says = mode === 'claim' ? claim : named;
  if (strict && says !== undefined && claim !== undefined && says !== claim) return '403 tenant/mismatch';
  const active = Object.keys(rows).filter((tenant) => (rows[tenant]?.status ?? 'active') === 'active');
  const only = mode !== 'claim' && active.length === 1 ? active[0] : undefined;
  const tenant = says ?? claim ?? only;
  if (tenant === undefined) return '400 tenant/not_provided';
  const row = rows[tenant];
  const letIn = row === undefined ? claim === tenant : (row.status ?? 'active') === 'active';
  const isOpen = tenant === 'tenant_a' || tenant === 'tenant_b';
  return letIn && isOpen ? `200 ${tenant} ${row?.role ?? 'member'}` : '403 tenant/forbidden';
}

function cases(setting: Setting): Case[] {
  return NAMES.flatMap((named) =>
    CLAIMS.flatMap((claim) =>
      Object.entries(MEMBERSHIPS).map(([label, rows]) => {
        const subject = [setting.mode, setting.strict, setting.use, named, claim, label].join('/');
        return { subject: subject.replaceAll(' ', '-'), named, claim, rows };
      }),
    ),
  );
}

function naming({ mode }: Setting, named: string | undefined): Record<string, string> {
  const other = named ?? 'tenant_b';
  // What does not name the tenant in this mode is sent as well, and must not matter.
  if (mode === 'claim') return { 'X-Tenant-Id': other, Host: `${other}.${DOMAIN}` };
  if (mode === 'header') {
    return { Host: `tenant_b.${DOMAIN}`, ...(named !== undefined && { 'X-Tenant-Id': named }) };
  }
  return { 'X-Tenant-Id': 'tenant_b', Host: named === undefined ? DOMAIN : `${named}.${DOMAIN}` };
}

const SETTINGS: readonly Setting[] = MODES.flatMap((mode) =>
  [true, false].flatMap((strict) => TOKEN_USES.map((use) => ({ mode, strict, use }))),
);

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start();
});
afterAll(() => stage.close());

describe.each(SETTINGS)('mode $mode, strict $strict, $use tokens', (setting) => {
  let api: Api;
  beforeAll(async () => {
    api = await stage.open({
      TENANT_MODE: setting.mode,
      TENANT_STRICT: setting.strict ? '1' : '0',
      TENANT_MAIN_DOMAIN: DOMAIN,
      COGNITO_PREFERRED_TOKEN_USE: setting.use,
    });
  });
  afterAll(() => api.app.close());

  it('lets in whom the contract lets in, where it says, and nobody else', async () => {
    const all = cases(setting);
    expect(all).toHaveLength(150);
    await stage.plant(
      all.flatMap(({ subject, rows }) =>
        Object.entries(rows).map(([tenant, row]) => ({ tenant, subject, ...row })),
      ),
    );
    const found = await inParallel(all, 8, async (each) => {
      const { subject, claim, named } = each;
      const token = stage.token({ subject, use: setting.use, claim });
      const was = await api.tenantOf(token, naming(setting, named));
      return { subject, was, should: expected(setting, each) };
    });
    expect(found.filter(({ was, should }) => was !== should)).toEqual([]);
    // All the answers there are come up, so the oracle is no stub.
    const kinds = new Set(found.map(({ was }) => was));
    for (const kind of [
      '200 tenant_a member',
      '200 tenant_a viewer',
      '403 tenant/forbidden',
      '400 tenant/not_provided',
    ]) {
      expect(kinds).toContain(kind);
    }
    expect(kinds.has('403 tenant/mismatch')).toBe(setting.strict && setting.mode !== 'claim');
  });

  it('takes no token of the other use', async () => {
    const use = setting.use === 'access' ? 'id' : 'access';
    const token = stage.token({ subject: 'anybody', use, claim: 'tenant_a' });
    expect(await api.tenantOf(token, naming(setting, 'tenant_a'))).toBe('401 auth/unauthorized');
  });
});

it('says the same bytes to no member, suspended and removed members, and of suspended and unknown tenants', async () => {
  const api = await stage.open();
  await stage.plant([
    { tenant: 'tenant_a', subject: 'suspended', status: 'suspended' },
    { tenant: 'tenant_a', subject: 'removed', status: 'removed' },
    { tenant: 'tenant_c', subject: 'frank', role: 'admin' },
  ]);
  const ask = async (subject: string, tenant: string) => {
    const headers = {
      Authorization: `Bearer ${stage.token({ subject })}`,
      'X-Tenant-Id': tenant,
      'X-Request-Id': 'same',
    };
    const { status, headers: sent, text } = await api.ask({ path: '/api/items', headers });
    return JSON.stringify([status, { ...sent, date: '' }, text]);
  };
  const answers = [
    await ask('stranger', 'tenant_a'),
    await ask('suspended', 'tenant_a'),
    await ask('removed', 'tenant_a'),
    await ask('frank', 'tenant_c'),
    await ask('stranger', 'tenant_c'),
    await ask('stranger', 'nowhere'),
  ];
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain('tenant/forbidden');
});

it('tells users of the same sub apart by their issuers', async () => {
  const api = await stage.open();
  await stage.plant([{ tenant: 'tenant_a', subject: 'twin', role: 'admin' }]);
  await stage.sql("UPDATE memberships SET issuer = 'https://elsewhere.example' WHERE subject = 'twin'");
  const token = stage.token({ subject: 'twin' });
  expect(await api.tenantOf(token, { 'X-Tenant-Id': 'tenant_a' })).toBe('403 tenant/forbidden');
  expect(await api.tenantOf(token)).toBe('400 tenant/not_provided');
});
