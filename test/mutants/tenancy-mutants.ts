import { without, type Mutant } from './mutant.ts';

const MODULE = 'src/app.module.ts';
const GUARD = 'src/tenancy/tenant.guard.ts';
const RESOLVER = 'src/tenancy/tenant-resolver.ts';
const MEMBERS = 'src/tenancy/membership.service.ts';
const NAME = 'src/tenancy/tenant-name.ts';

const WHICH = ['test/tenancy/which-tenant.e2e-spec.ts'];
const CHANGES = ['test/tenancy/changes.e2e-spec.ts'];
const NAMES = ['test/tenancy/names.e2e-spec.ts'];
const HOSTS = ['test/tenancy/hosts.e2e-spec.ts'];
const MATRIX = ['test/matrix/matrix.e2e-spec.ts'];
const STANDING = ['test/member/standing.e2e-spec.ts'];

/** Who works in which tenant, and with which role. */
export const TENANCY_MUTANTS: readonly Mutant[] = [
  without(
    'The tenant guard is not there',
    MODULE,
    '{ provide: APP_GUARD, useClass: TenantGuard },',
    '',
    MATRIX,
  ),
  without(
    'The group guard is not there',
    MODULE,
    '{ provide: APP_GUARD, useClass: GroupGuard },',
    '',
    MATRIX,
  ),
  without(
    'The role is not checked',
    GUARD,
    'if (!satisfies(tenant.role, required)) throw roleMissing(required);',
    '',
    MATRIX,
  ),
  without('A route that names no role is for everybody', GUARD, "?? 'admin'", "?? 'viewer'", [
    'src/tenancy/tenant.guard.spec.ts',
  ]),
  without(
    'A role is as good as the next',
    'src/tenancy/role.decorator.ts',
    'viewer: 0, member: 1',
    'viewer: 1, member: 1',
    MATRIX,
  ),
  without(
    'A claim that differs is not minded',
    RESOLVER,
    'if (this.settings.strict && named',
    'if (false && named',
    WHICH,
  ),
  without(
    'Strictness cannot be switched off',
    RESOLVER,
    'if (this.settings.strict && named',
    'if (named',
    WHICH,
  ),
  without(
    'One of several memberships is chosen',
    RESOLVER,
    'others.length === 0 ? only?.tenantId : undefined',
    'only?.tenantId',
    WHICH,
  ),
  without(
    'The only membership counts where the claim has to name it',
    RESOLVER,
    "if (this.settings.mode === 'claim') return undefined;",
    '',
    WHICH,
  ),
  without(
    'No member is let in',
    RESOLVER,
    'if (tenant === undefined) throw noAccess();',
    "if (tenant === undefined) return { id: 'tenant_b', name: '', role: 'viewer' };\n  if (tenant === null) throw noAccess();",
    WHICH,
  ),
  without(
    'A membership counts whatever its status',
    'src/tenancy/standing.ts',
    "return status === 'active' ?",
    'return status !== null ?',
    WHICH,
  ),
  without(
    'A suspended tenant goes on',
    MEMBERS,
    "if (name === null || tenantStatus !== 'active') return undefined;",
    'if (name === null) return undefined;',
    WHICH,
  ),
  without(
    'Anybody joins, without a claim',
    MEMBERS,
    'if (principal.tenantClaim !== id) return undefined;',
    '',
    WHICH,
  ),
  without(
    'Joining leaves no trace in the audit',
    MEMBERS,
    'await this.audit.record(db,',
    'void (db,',
    CHANGES,
  ),
  without(
    'Joining makes whoever was removed active again',
    MEMBERS,
    'const role = status === null ? await roleWithoutRow() : activeRole(standing);',
    "const role = activeRole(standing) ?? (principal.tenantClaim === id ? 'member' : await roleWithoutRow());",
    CHANGES,
  ),
  without(
    'Who was let in is remembered for half a minute',
    MEMBERS,
    'REMEMBERED_FOR = 3_000',
    'REMEMBERED_FOR = 30_000',
    CHANGES,
  ),
  without(
    'Who was let in to one tenant is let in to all',
    MEMBERS,
    '`${tenantId} ${JSON.stringify([issuer, subject])}`',
    'JSON.stringify([issuer, subject])',
    ['src/tenancy/membership.service.spec.ts'],
  ),
  without(
    'Users of different issuers are the same',
    'src/tenancy/standing.ts',
    'AND m.issuer = ${issuer} AND m.subject',
    'AND m.subject',
    WHICH,
  ),
  without(
    'Two headers name a tenant',
    NAME,
    'if (more.length > 0) throw invalidTenant();\n  return value',
    'return value',
    NAMES,
  ),
  without(
    'A tenant may be named anything',
    NAME,
    'if (!TENANT_ID.test(value)) throw invalidTenant();',
    '',
    NAMES,
  ),
  without('A host may be written anyhow', NAME, 'if (!HOST.test(host)) throw invalidTenant();', '', HOSTS),
  without(
    'A host is told by how it begins',
    NAME,
    'if (!name.endsWith(`.${mainDomain}`)) return undefined;',
    'if (!name.includes(`.${mainDomain}`)) return undefined;',
    HOSTS,
  ),
  without(
    'Our own labels are tenants',
    NAME,
    'RESERVED_LABELS.has(label) ? undefined : tenantId(label)',
    'tenantId(label)',
    HOSTS,
  ),
  without(
    'Anybody can report another host',
    NAME,
    'forwarded === undefined || !trusts(request.socket.remoteAddress, 0)',
    'forwarded === undefined',
    HOSTS,
  ),
  without(
    'Every proxy is trusted',
    'src/app.setup.ts',
    "app.set('trust proxy', [...environment.trustedProxies]);",
    "app.set('trust proxy', true);",
    HOSTS,
  ),
  without(
    'Of two forwarded hosts the first counts',
    NAME,
    'if (more.length > 0) throw invalidTenant();\n  return forwarded;',
    'return forwarded;',
    HOSTS,
  ),
  without(
    'A request may have two hosts',
    'src/platform/http/one-host.middleware.ts',
    'hosts === 1 && agree',
    'agree',
    HOSTS,
  ),
  without(
    'The request line may name another host',
    'src/platform/http/one-host.middleware.ts',
    'hosts === 1 && agree',
    'hosts === 1',
    HOSTS,
  ),
  without(
    'The single tenant has no row',
    'src/tenancy/single-tenant.ts',
    'if (this.environment.tenancy.enabled) return;',
    'if (this.system) return;',
    ['test/tenancy/single-tenant.e2e-spec.ts'],
  ),
  without(
    'Tenancy cannot be switched off',
    RESOLVER,
    'if (!this.settings.enabled) return',
    'if (false) return',
    ['test/tenancy/single-tenant.e2e-spec.ts'],
  ),
  without(
    'The last admin can go',
    'src/member/member.service.ts',
    'if (isActiveAdmin(before) && !isActiveAdmin({ role, status }))',
    'if (false)',
    STANDING,
  ),
  without(
    'Members are changed without asking again who changes them',
    'src/tenancy/authority.ts',
    'if (!satisfies(own.role as Role, required)) throw roleMissing(required);',
    '',
    STANDING,
  ),
  without(
    'Who was removed is deleted, and may come back',
    'src/member/member.service.ts',
    "{ status: 'removed' }, expected",
    "{ status: 'active' }, expected",
    STANDING,
  ),
  without(
    'An instance does not forget whom it changed',
    'src/member/member.service.ts',
    'this.memberships.forgetMember(this.tenants.id, member);',
    '',
    STANDING,
  ),
];
