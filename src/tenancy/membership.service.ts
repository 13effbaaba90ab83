import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AuditLog } from '../audit/audit-log.ts';
import type { ActiveTenant, Principal, Role } from '../platform/context/request-context.ts';
import { OwnMemberships, type OwnMembership } from '../platform/database/own-memberships.ts';
import { memberTarget } from './member-audit.ts';
import { PrismaService } from './prisma.service.ts';
import { SINGLE_TENANT } from './single-tenant.ts';
import { activeRole, standingIn, type Standing } from './standing.ts';
import { TenantStatements } from './tenant-statements.ts';
import { TenantService } from './tenant.service.ts';

/** A change of membership, role or tenant is effective on every instance after this, milliseconds. */
const REMEMBERED_FOR = 3_000;

type User = Pick<Principal, 'issuer' | 'subject'>;

/** Who may work in which tenant, with which role. */
@Injectable()
export class MembershipService {
  /**
   * Only those let in are remembered: whoever is let in anew need not wait. As many as there are verified tokens; what is
   * older than its time stays until it is asked for or pushed out, so this is memory.
   */
  private readonly admitted = new LRUCache<string, ActiveTenant>({ max: 10_000, ttl: REMEMBERED_FOR });
  /** Goes up when something is to be forgotten: what was read before that is not remembered any more. */
  private changes = 0;

  constructor(
    private readonly prisma: PrismaService,
    private readonly statements: TenantStatements,
    private readonly own: OwnMemberships,
    private readonly tenants: TenantService,
    private readonly audit: AuditLog,
  ) {}

  /** The tenant with the principal's role in it; `undefined` for no member, suspended and unknown alike. */
  find(tenantId: string, principal: Principal): Promise<ActiveTenant | undefined> {
    return this.remembered(tenantId, principal, () => this.joinAsClaimed(tenantId, principal));
  }

  /** Where tenancy is switched off: everybody is a member of the one tenant, unless a row says otherwise. */
  inSingleTenant(principal: Principal): Promise<ActiveTenant | undefined> {
    return this.remembered(SINGLE_TENANT.id, principal, async () => 'member');
  }

  /** To be called after a membership was changed: effective here at once, elsewhere within seconds. */
  forgetMember(tenantId: string, member: User): void {
    this.changes += 1;
    this.admitted.delete(keyOf(tenantId, member));
  }

  /** To be called after a tenant was changed. */
  forgetTenant(tenantId: string): void {
    this.changes += 1;
    for (const key of this.admitted.keys()) {
      if (key.startsWith(`${tenantId} `)) this.admitted.delete(key);
    }
  }

  /** The principal's memberships, suspended ones and those of suspended tenants included. */
  async of(principal: Principal): Promise<readonly OwnMembership[]> {
    const memberships = await this.own.of(principal);
    return memberships.filter(({ status }) => status !== 'removed');
  }

  /** The principal's active memberships, those of suspended tenants included. */
  async activeOf(principal: Principal): Promise<readonly OwnMembership[]> {
    const memberships = await this.of(principal);
    return memberships.filter(({ status }) => status === 'active');
  }

  /** Makes the principal a member of the tenant its token claims, unless a row already says what it is there. */
  async joinByClaim(principal: Principal): Promise<void> {
    if (principal.tenantClaim !== null) await this.find(principal.tenantClaim, principal);
  }

  private async remembered(
    tenantId: string,
    principal: Principal,
    roleWithoutRow: () => Promise<Role | undefined>,
  ): Promise<ActiveTenant | undefined> {
    const key = keyOf(tenantId, principal);
    const known = this.admitted.get(key);
    if (known !== undefined) return known;
    const { changes } = this;
    const tenant = await this.admit(tenantId, principal, roleWithoutRow);
    if (tenant !== undefined && changes === this.changes) this.admitted.set(key, tenant);
    return tenant;
  }

  private async admit(
    id: string,
    principal: Principal,
    roleWithoutRow: () => Promise<Role | undefined>,
  ): Promise<ActiveTenant | undefined> {
    const standing = await this.standing(id, principal);
    const { tenantName: name, tenantStatus, status } = standing;
    if (name === null || tenantStatus !== 'active') return undefined;
    const role = status === null ? await roleWithoutRow() : activeRole(standing);
    return role && { id, name, role };
  }

  private async joinAsClaimed(id: string, principal: Principal): Promise<Role | undefined> {
    if (principal.tenantClaim !== id) return undefined;
    await this.join(id, principal);
    // Read again: an administrator may have been quicker, and whatever row there is decides.
    return activeRole(await this.standing(id, principal));
  }

  private async standing(tenantId: string, principal: Principal): Promise<Standing> {
    const statement = standingIn(tenantId, principal);
    const [standing] = await this.within(tenantId, () => this.statements.query<Standing>(statement));
    if (standing === undefined) throw new Error('Nothing was said of a standing');
    return standing;
  }

  /** At a sign-in the request has no principal yet: whoever joins is named. */
  private join(tenantId: string, principal: Principal): Promise<void> {
    const { issuer, subject, username, email } = principal;
    const join = () =>
      this.prisma.$transaction(async (db) => {
        const { count } = await db.membership.createMany({
          data: [{ issuer, subject, username, email, role: 'member', joinedBy: 'claim' }],
          skipDuplicates: true,
        });
        if (count === 0) return;
        const after = { role: 'member', status: 'active', joined_by: 'claim' };
        await this.audit.record(db, { ...memberTarget('join', { subject }), after });
      });
    return this.within(tenantId, join, principal);
  }

  private within<T>(tenantId: string, work: () => Promise<T>, principal?: Principal): Promise<T> {
    return this.tenants.prove(tenantId, work, principal);
  }
}

/** No tenant's id has a space. */
function keyOf(tenantId: string, { issuer, subject }: User): string {
  return `${tenantId} ${JSON.stringify([issuer, subject])}`;
}
