import { Injectable } from '@nestjs/common';
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

  override add(signOuts: readonly NewSignOut[]): Promise<readonly SignOut[]> {
    return this.prisma.signOut.createManyAndReturn({ data: [...signOuts] });
  }

  override async removeExpired(): Promise<void> {
    await this.prisma.signOut.deleteMany({ where: { expiresAt: { lte: new Date() } } });
  }
}
