/** Of all demo users but those with a temporary one. Known to everybody: for local stacks and test pools only. */
export const DEMO_PASSWORD = 'Passw0rd!';

export interface DemoUser {
  readonly email: string;
  readonly name: string;
  /** `custom:tenant_id`. */
  readonly tenantClaim?: string;
  /** Tenant to role. */
  readonly memberships: Readonly<Record<string, 'admin' | 'member' | 'viewer'>>;
  /** Has to be changed at the first sign-in (NEW_PASSWORD_REQUIRED). */
  readonly temporaryPassword?: string;
  readonly groups?: readonly string[];
}

export const DEMO_USERS: readonly DemoUser[] = [
  { email: 'alice@example.com', name: 'Alice', tenantClaim: 'tenant_a', memberships: { tenant_a: 'admin' } },
  { email: 'bob@example.com', name: 'Bob', tenantClaim: 'tenant_b', memberships: { tenant_b: 'admin' } },
  { email: 'carol@example.com', name: 'Carol', memberships: { tenant_a: 'member', tenant_b: 'viewer' } },
  {
    email: 'dave@example.com',
    name: 'Dave',
    tenantClaim: 'tenant_a',
    memberships: {},
    temporaryPassword: 'Temp0rary!',
  },
  { email: 'erin@example.com', name: 'Erin', memberships: {} },
  { email: 'frank@example.com', name: 'Frank', tenantClaim: 'tenant_c', memberships: { tenant_c: 'admin' } },
  { email: 'grace@example.com', name: 'Grace', memberships: {}, groups: ['platform-admin'] },
];

export const DEMO_TENANTS = [
  { id: 'tenant_a', name: 'Acme', status: 'active' },
  { id: 'tenant_b', name: 'Globex', status: 'active' },
  { id: 'tenant_c', name: 'Initech', status: 'suspended' },
] as const;
