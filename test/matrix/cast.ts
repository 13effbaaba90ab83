import type { Route } from './routes.ts';

export const DOMAIN = 'app.example.com';

/** One instance of the application each. */
export interface Setting {
  readonly mode: 'header' | 'subdomain' | 'claim';
  readonly use: 'access' | 'id';
  readonly strict: boolean;
}

export const SETTINGS: readonly Setting[] = [
  ...(['header', 'subdomain', 'claim'] as const).flatMap((mode) =>
    (['access', 'id'] as const).map((use) => ({ mode, use, strict: true })),
  ),
  { mode: 'header', use: 'access', strict: false },
  { mode: 'subdomain', use: 'access', strict: false },
];

/** Whose keys there are. A forged one is a good one of the same tenant with another secret. */
export const API_KEYS = {
  'of a': { tenant: 'tenant_a' },
  'of b': { tenant: 'tenant_b' },
  'revoked in b': { tenant: 'tenant_b', revoked: true },
  'expired in b': { tenant: 'tenant_b', expired: true },
  'forged for b': { tenant: 'tenant_b', forged: true },
  'of c': { tenant: 'tenant_c' },
} as const;

/** Who asks, as whom, and for which tenant. */
export interface Actor {
  readonly label: string;
  /** `other use`: an ID token where an access token belongs, and the other way round. */
  readonly token?: 'none' | 'other use';
  /** Sent instead of a token. */
  readonly apiKey?: keyof typeof API_KEYS;
  readonly subject: string;
  readonly claim?: string;
  readonly names: string;
}

/** Somebody who must not get in. */
export interface Outsider extends Actor {
  /** `undefined` where the route, in this setting, is open to this one. */
  refusal(setting: Setting, route: Route): string | undefined;
}

/** Somebody at work in tenant_a. */
export interface Insider extends Actor {
  readonly role: 'admin' | 'member' | 'viewer';
}

const FORBIDDEN = '403 tenant/forbidden';
const UNAUTHORIZED = '401 auth/unauthorized';
const forbidden = () => FORBIDDEN;
/** Without a claim no tenant can be named where the claim names it. */
const forbiddenUnlessUnnamed = ({ mode }: Setting) =>
  mode === 'claim' ? '400 tenant/not_provided' : FORBIDDEN;
const roleTooLow =
  (roles: readonly (string | null)[]) =>
  (_: Setting, { needs }: Route) =>
    roles.includes(needs.role) ? '403 tenant/role' : undefined;

/** What a machine is told on the routes for machines; the others are for users alone. */
const machine =
  (refusal: string | undefined) =>
  (_: Setting, { needs }: Route) =>
    needs.scope === null ? UNAUTHORIZED : refusal;

export const OUTSIDERS: readonly Outsider[] = [
  { label: 'nobody signed in', token: 'none', subject: '', names: 'tenant_b', refusal: () => UNAUTHORIZED },
  {
    label: 'with a token of the other use',
    token: 'other use',
    subject: 'admin-of-a',
    claim: 'tenant_b',
    names: 'tenant_b',
    refusal: ({ use }, { needs }) =>
      needs.tokenUses.includes(use === 'access' ? 'id' : 'access') ? undefined : UNAUTHORIZED,
  },
  {
    label: 'admin of another tenant',
    subject: 'admin-of-a',
    names: 'tenant_b',
    refusal: forbiddenUnlessUnnamed,
  },
  {
    label: 'admin of another tenant, whose token says so',
    subject: 'admin-of-a',
    claim: 'tenant_a',
    names: 'tenant_b',
    refusal: ({ mode, strict }) =>
      mode === 'claim' ? undefined : strict ? '403 tenant/mismatch' : FORBIDDEN,
  },
  { label: 'no membership', subject: 'stranger', names: 'tenant_b', refusal: forbiddenUnlessUnnamed },
  {
    label: 'suspended member',
    subject: 'suspended-in-b',
    claim: 'tenant_b',
    names: 'tenant_b',
    refusal: forbidden,
  },
  {
    label: 'removed member',
    subject: 'removed-from-b',
    claim: 'tenant_b',
    names: 'tenant_b',
    refusal: forbidden,
  },
  {
    label: 'admin of a suspended tenant',
    subject: 'admin-of-c',
    claim: 'tenant_c',
    names: 'tenant_c',
    refusal: forbidden,
  },
  {
    label: 'for a tenant there is not',
    subject: 'admin-of-a',
    claim: 'tenant_x',
    names: 'tenant_x',
    refusal: forbidden,
  },
  {
    label: 'viewer of the tenant',
    subject: 'viewer-of-b',
    claim: 'tenant_b',
    names: 'tenant_b',
    refusal: roleTooLow(['member', 'admin']),
  },
  {
    label: 'member of the tenant',
    subject: 'admin-of-a-member-of-b',
    claim: 'tenant_b',
    names: 'tenant_b',
    refusal: roleTooLow(['admin']),
  },
  {
    label: 'admin of the tenant, where a key belongs',
    subject: 'admin-of-b',
    claim: 'tenant_b',
    names: 'tenant_b',
    refusal: () => undefined,
  },
  ...(
    [
      ['of another tenant', 'of a', 'tenant_b', '403 tenant/mismatch'],
      ['of the tenant, where a token belongs', 'of b', 'tenant_b', undefined],
      ['with a revoked key', 'revoked in b', 'tenant_b', UNAUTHORIZED],
      ['with an expired key', 'expired in b', 'tenant_b', UNAUTHORIZED],
      ['with a forged key', 'forged for b', 'tenant_b', UNAUTHORIZED],
      ['of a suspended tenant', 'of c', 'tenant_c', FORBIDDEN],
    ] as const
  ).map(([label, apiKey, names, refusal]) => ({
    label: `machine ${label}`,
    apiKey,
    subject: '',
    names,
    refusal: machine(refusal),
  })),
];

export const INSIDERS: readonly Insider[] = [
  {
    label: 'admin of another tenant',
    subject: 'admin-of-a',
    claim: 'tenant_a',
    names: 'tenant_a',
    role: 'admin',
  },
  {
    label: 'member of two tenants, in the other one',
    subject: 'admin-of-a-member-of-b',
    claim: 'tenant_a',
    names: 'tenant_a',
    role: 'admin',
  },
  {
    label: 'viewer of another tenant',
    subject: 'viewer-of-a',
    claim: 'tenant_a',
    names: 'tenant_a',
    role: 'viewer',
  },
  { label: 'machine of another tenant', apiKey: 'of a', subject: '', names: 'tenant_a', role: 'member' },
];

export const MEMBERS = [
  { tenant: 'tenant_a', subject: 'admin-of-a', role: 'admin' },
  { tenant: 'tenant_a', subject: 'viewer-of-a', role: 'viewer' },
  { tenant: 'tenant_a', subject: 'admin-of-a-member-of-b', role: 'admin' },
  { tenant: 'tenant_b', subject: 'admin-of-a-member-of-b', role: 'member' },
  { tenant: 'tenant_b', subject: 'admin-of-b', role: 'admin' },
  { tenant: 'tenant_b', subject: 'viewer-of-b', role: 'viewer' },
  { tenant: 'tenant_b', subject: 'suspended-in-b', role: 'admin', status: 'suspended' },
  { tenant: 'tenant_b', subject: 'removed-from-b', role: 'admin', status: 'removed' },
  { tenant: 'tenant_c', subject: 'admin-of-c', role: 'admin' },
] as const;

/** The header by which a request names its tenant in this setting, besides the claim. */
export function naming({ mode }: Setting, tenant: string): Record<string, string> {
  if (mode === 'header') return { 'X-Tenant-Id': tenant };
  return mode === 'subdomain' ? { Host: `${tenant}.${DOMAIN}` } : {};
}
