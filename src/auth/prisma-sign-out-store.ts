import { Injectable } from '@nestjs/common';
import { Prisma } from '../platform/database/generated/client.ts';
import { SystemPrisma } from '../platform/database/system-prisma.ts';
import { SignOutStore, type NewSignOut, type SignOut } from './sign-out-store.ts';

/** The table `sign_outs`, which belongs to no tenant. */
@Injectable()
export class PrismaSignOutStore extends SignOutStore {
  constructor(private readonly prisma: SystemPrisma) {
    super();
  }

  override list(after: Date | null): Promise<readonly SignOut[]> {
    return this.prisma.signOut.findMany({
      where: { expiresAt: { gt: new Date() }, ...(after && { signedOutAt: { gt: after } }) },
    });
  }

  /**
   * In SQL because Prisma fills in `@default(now())` itself: one instance whose clock is fast would then make all
   * others look past the rows of those whose clocks are right.
   */
  override add(signOuts: readonly NewSignOut[]): Promise<readonly SignOut[]> {
    const rows = signOuts.map(
      ({ issuer, subject, signInId, expiresAt }) =>
        Prisma.sql`(${issuer}, ${subject}, ${signInId}, ${expiresAt})`,
    );
    return this.prisma.$queryRaw<SignOut[]>`
      INSERT INTO sign_outs (issuer, subject, sign_in_id, expires_at) VALUES ${Prisma.join(rows)}
      RETURNING issuer, subject, sign_in_id AS "signInId", signed_out_at AS "signedOutAt", expires_at AS "expiresAt"`;
  }

  override async removeExpired(): Promise<void> {
    await this.prisma.signOut.deleteMany({ where: { expiresAt: { lte: new Date() } } });
  }
}
