import { without, type Mutant } from './mutant.ts';

const GUARD = 'src/tenancy/tenant.guard.ts';
const LIMITS = 'src/tenancy/request-limits.ts';
const BUCKETS = 'src/tenancy/request-buckets.ts';
const TOKENS = 'src/tenancy/tenant-tokens.ts';
const MACHINES = 'src/tenancy/machine-access.ts';
const SHARES = 'src/platform/database/fair-shares.ts';
const POOL = 'src/platform/database/tenant-pool.ts';

const RATE = ['test/tenancy/rate-limit.e2e-spec.ts'];
const LEASES = ['src/tenancy/tenant-tokens.spec.ts'];
const SHARE = ['test/isolation/pool-share.e2e-spec.ts'];
const SLOW = ['test/tenancy/slow-tenant.e2e-spec.ts'];

/** That no tenant takes what another one needs. */
export const FAIR_MUTANTS: readonly Mutant[] = [
  without(
    'Fair: requests are not counted',
    GUARD,
    'http.getResponse<Response>().set(rateLimitHeaders(await this.limits.count(tenant.id)));',
    '',
    RATE,
  ),
  countedBefore('Fair: whoever names a tenant uses up its requests', {
    search: 'const { tenant, apiKey }: Admitted',
    of: "String(request.headers['x-tenant-id'] ?? 'tenant_a')",
  }),
  countedBefore('Fair: refusals of a role count', { search: 'if (!satisfies(', of: 'tenant.id' }),
  without(
    'Fair: whoever has no token left is let in',
    LIMITS,
    'if (allowance.isAdmitted) return allowance;',
    'if (allowance.burst > 0) return allowance;',
    RATE,
  ),
  without(
    'Fair: a bucket that cannot be read lets everybody in',
    LIMITS,
    'await this.of(tenantId).take()',
    'await this.of(tenantId).take().catch(() => ({ isAdmitted: true, remaining: 1, seconds: 1, burst: 1, rate: 1 }))',
    RATE,
  ),
  without(
    'Fair: each lease is of a bucket of its own',
    BUCKETS,
    "SET tokens = ${level('bucket')} - ${granted('bucket')}",
    "SET tokens = ${level('bucket')}",
    RATE,
  ),
  without(
    'Fair: a bucket has no brim',
    BUCKETS,
    '`least(plan.burst, ${row}.tokens',
    '`greatest(0, ${row}.tokens',
    RATE,
  ),
  without(
    'Fair: an empty bucket is asked again and again',
    TOKENS,
    'Math.max(untilNext, LEAVE_ALONE)',
    '1',
    RATE,
  ),
  without('Fair: each request is a lease', TOKENS, 'Math.min(2, share)', '0', LEASES),
  without('Fair: leased tokens do not lapse', TOKENS, 'now < this.leasedAt + LEASE_LIFE', 'now >= 0', LEASES),
  without(
    'Fair: the key of a machine is looked up for nothing',
    MACHINES,
    'if (this.lately.has(name)) this.limits.refuseExhausted(key.tenantId);',
    '',
    RATE,
  ),
  without(
    'Fair: a bad key is told of the limit',
    MACHINES,
    'if (this.lately.has(name)) this.limits',
    'this.limits',
    RATE,
  ),
  without(
    'Fair: the headers cannot be read by pages of other origins',
    'src/app.setup.ts',
    "'RateLimit-Policy',",
    '',
    RATE,
  ),
  without(
    'Fair: a plan may be anything',
    'src/tenant/tenants.service.ts',
    'if ((await this.system.plan.findUnique({ where: { id } })) === null) throw noSuchPlan();',
    'await Promise.resolve(id);',
    ['test/tenant/tenants.e2e-spec.ts'],
  ),
  without(
    'Fair: the pool of the application has no shares',
    'src/platform/database/database.module.ts',
    'party: currentParty,',
    '',
    SLOW,
  ),
  without(
    'Fair: an outsider is looked up on the account of the tenant',
    'src/tenancy/membership.service.ts',
    'return this.tenants.prove(tenantId, work, principal);',
    "return this.tenants.run({ id: tenantId, name: '', role: 'viewer' }, work, principal);",
    SLOW,
  ),
  without(
    'Fair: whoever names a tenant takes its share',
    'src/platform/context/request-context.ts',
    'if (tenant !== undefined && isUnproven !== true) return tenant.id;',
    'if (tenant !== undefined) return tenant.id;',
    SHARE,
  ),
  without(
    'Fair: a tenant may have all connections',
    SHARES,
    'this.free > 1 && held < SHARE * this.free',
    'this.free > 0',
    SHARE,
  ),
  without(
    'Fair: whoever came first is served until nothing of it waits',
    SHARES,
    'if (this.queues.delete(party)) this.queues.add(party);',
    '',
    SHARE,
  ),
  without(
    'Fair: a turn is waited for without end',
    SHARES,
    '}, this.deadline).unref();',
    '}, 2 ** 30).unref();',
    SHARE,
  ),
  without(
    'Fair: a connection that cannot be made counts for ever',
    POOL,
    'else if (party !== undefined) this.shares?.leave(party);',
    '',
    SHARE,
  ),
  without(
    'Fair: a connection that comes back counts for ever',
    POOL,
    'client.party = undefined;\n    this.shares?.leave(party);',
    'client.party = undefined;',
    SHARE,
  ),
];

/** Counts once, as it should, but too early. */
function countedBefore(control: string, { search, of }: { search: string; of: string }): Mutant {
  const early = `const counted = await this.limits.count(${of});\n    ${search}`;
  const late = 'await this.limits.count(tenant.id)';
  return {
    control,
    edits: [
      { file: GUARD, search, replace: early },
      { file: GUARD, search: `rateLimitHeaders(${late})`, replace: 'rateLimitHeaders(counted)' },
    ],
    specs: RATE,
  };
}
