import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import { Environment } from '../platform/config/environment.ts';
import type { Membership } from '../platform/database/generated/client.ts';
import { requireVersion, type ExpectedVersions } from '../platform/http/entity-tag.ts';
import { holdMembers } from '../tenancy/authority.ts';
import { Invitations } from '../tenancy/invitations.ts';
import { memberTarget } from '../tenancy/member-audit.ts';
import { MembershipService } from '../tenancy/membership.service.ts';
import { PrismaService, type ScopedTransaction } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { MemberList } from './member-list.ts';
import { lastAdmin, noSuchMember } from './member-problems.ts';
import {
  MemberDto,
  type InviteMemberDto,
  type MemberPageDto,
  type MemberQuery,
  type MemberStatus,
  type UpdateMemberDto,
} from './member.dto.ts';

/** What of a membership can be changed. */
interface Standing {
  readonly role?: string;
  readonly status?: MemberStatus;
}

/**
 * The members of the current tenant: users of our issuer, by `sub`. Changes come one after the other
 * ({@link holdMembers}), so that two admins cannot each remove the other as the last but one.
 */
@Injectable()
export class MemberService {
  private readonly issuer: string;

  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: MemberList,
    private readonly invitations: Invitations,
    private readonly memberships: MembershipService,
    private readonly tenants: TenantService,
    private readonly audit: AuditLog,
    { cognito }: Environment,
  ) {
    this.issuer = cognito.issuer;
  }

  list(query: MemberQuery): Promise<MemberPageDto> {
    return this.pages.page(query);
  }

  /** @throws {Forbidden} when the caller is no admin any more; {Conflict}, {BadRequest} as {@link Invitations.invite} */
  async invite(dto: InviteMemberDto): Promise<MemberDto> {
    return MemberDto.from(await this.invitations.invite(dto, (db) => holdMembers(db, 'admin')));
  }

  /** @throws {NotFound} `member/not_found`, {Conflict} `member/last_admin`, {PreconditionFailed}, {Forbidden} */
  async update(sub: string, dto: UpdateMemberDto, expected: ExpectedVersions): Promise<MemberDto> {
    return MemberDto.from(await this.change('update', sub, dto, expected));
  }

  /**
   * The row stays, as `removed`: without it, a token that claims the tenant would let the user in again.
   * @throws as {@link update}
   */
  async remove(sub: string, expected: ExpectedVersions): Promise<void> {
    await this.change('remove', sub, { status: 'removed' }, expected);
  }

  private async change(
    action: 'update' | 'remove',
    subject: string,
    standing: Standing,
    expected: ExpectedVersions,
  ): Promise<Membership> {
    const member = await this.prisma.$transaction(async (db) => {
      await holdMembers(db, 'admin');
      const before = await this.current(db, subject, expected);
      const { role = before.role, status = before.status } = standing;
      if (role === before.role && status === before.status) return before;
      if (isActiveAdmin(before) && !isActiveAdmin({ role, status }))
        await this.requireAnotherAdmin(db, subject);
      return this.write(db, action, before, { role, status });
    });
    this.memberships.forgetMember(this.tenants.id, member);
    return member;
  }

  private async current(
    db: ScopedTransaction,
    subject: string,
    expected: ExpectedVersions,
  ): Promise<Membership> {
    const row = await db.membership.findFirst({ where: { issuer: this.issuer, subject } });
    if (row === null || row.status === 'removed') throw noSuchMember();
    requireVersion(expected, row.version);
    return row;
  }

  private async requireAnotherAdmin(db: ScopedTransaction, subject: string): Promise<void> {
    const others = await db.membership.count({
      where: { issuer: this.issuer, role: 'admin', status: 'active', subject: { not: subject } },
    });
    if (others === 0) throw lastAdmin();
  }

  private async write(
    db: ScopedTransaction,
    action: 'update' | 'remove',
    before: Membership,
    standing: { readonly role: string; readonly status: string },
  ): Promise<Membership> {
    const [after] = await db.membership.updateManyAndReturn({
      where: { issuer: before.issuer, subject: before.subject },
      data: { ...standing, version: { increment: 1 } },
    });
    if (after === undefined) throw new Error('A membership vanished, though none is ever deleted');
    const changed = (['role', 'status'] as const).filter((field) => before[field] !== after[field]);
    const only = (row: Membership) => Object.fromEntries(changed.map((field) => [field, row[field]]));
    await this.audit.record(db, {
      ...memberTarget(action, after),
      before: only(before),
      after: only(after),
    });
    return after;
  }
}

function isActiveAdmin({ role, status }: { readonly role: string; readonly status: string }): boolean {
  return role === 'admin' && status === 'active';
}
