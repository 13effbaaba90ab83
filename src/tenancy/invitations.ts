import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import { Environment } from '../platform/config/environment.ts';
import type { Role } from '../platform/context/request-context.ts';
import type { Membership } from '../platform/database/generated/client.ts';
import { Problem } from '../platform/http/problem.ts';
import { alreadyMember } from './invitation-problems.ts';
import { InvitedUsers, type InvitedUser } from './invited-users.ts';
import { memberTarget } from './member-audit.ts';
import { PrismaService, type ScopedTransaction } from './prisma.service.ts';
import { TenantService } from './tenant.service.ts';

export interface Invitation {
  readonly email: string;
  readonly role: Role;
}

/** Makes the owners of e-mail addresses members of the current tenant, whether or not they have an account yet. */
@Injectable()
export class Invitations {
  private readonly issuer: string;

  constructor(
    private readonly prisma: PrismaService,
    private readonly tenants: TenantService,
    private readonly users: InvitedUsers,
    private readonly audit: AuditLog,
    { cognito }: Environment,
  ) {
    this.issuer = cognito.issuer;
  }

  /**
   * The account first, as it decides who the user is; then the membership. If one of them fails the invitation can be
   * repeated: it finds what is there, and mails a new password to who never had the chance to sign in.
   *
   * @param prepare runs first in the transaction of the membership, and may refuse; perhaps more than once
   * @throws {Conflict} `member/exists` for an active member with another role, `member/address_not_confirmed`
   * @throws {BadRequest} `member/address_refused`
   */
  async invite(
    invitation: Invitation,
    prepare: (db: ScopedTransaction) => Promise<unknown>,
  ): Promise<Membership> {
    const user = await this.users.withAddress(invitation.email, this.tenants.id);
    const member = await this.prisma
      .$transaction(async (db) => {
        await prepare(db);
        return this.admit(db, user, invitation);
      })
      .catch(async (error: unknown) => {
        // Any other failure may have come after the commit.
        if (error instanceof Problem) await this.users.takeBack(user);
        throw error;
      });
    await this.users.remind(user);
    return member;
  }

  private async admit(db: ScopedTransaction, user: InvitedUser, invitation: Invitation): Promise<Membership> {
    const { issuer } = this;
    const { subject, username } = user;
    const { email, role } = invitation;
    const known = await db.membership.findFirst({ where: { issuer, subject } });
    if (known !== null) return this.readmit(db, known, { username, email, role });
    const [made] = await db.membership.createManyAndReturn({
      data: [{ issuer, subject, username, email, role, joinedBy: 'invite' }],
      skipDuplicates: true,
    });
    // Joined by claim between the two statements: now there is a row to find.
    if (made === undefined) return this.admit(db, user, invitation);
    await this.audit.record(db, {
      ...memberTarget('invite', made),
      after: { email, role, status: made.status },
    });
    return made;
  }

  private async readmit(
    db: ScopedTransaction,
    known: Membership,
    { username, email, role }: Invitation & { readonly username: string },
  ): Promise<Membership> {
    if (known.status === 'active') {
      if (known.role !== role) throw alreadyMember();
      return known;
    }
    const { issuer, subject } = known;
    const [member] = await db.membership.updateManyAndReturn({
      where: { issuer, subject },
      data: { username, email, role, status: 'active', joinedBy: 'invite', version: { increment: 1 } },
    });
    if (member === undefined) throw new Error('A membership vanished, though none is ever deleted');
    await this.audit.record(db, {
      ...memberTarget('invite', member),
      before: { role: known.role, status: known.status },
      after: { role, status: member.status },
    });
    return member;
  }
}
