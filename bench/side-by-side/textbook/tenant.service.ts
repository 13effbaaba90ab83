import { ForbiddenException, Inject, Injectable, Scope } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import type { Prisma } from '../../../src/platform/database/generated/client.ts';
import type { SignedInRequest } from './jwt.guard.ts';
import { PrismaService } from './prisma.service.ts';

@Injectable({ scope: Scope.REQUEST })
export class TenantService {
  constructor(
    @Inject(REQUEST) private readonly request: SignedInRequest,
    private readonly prisma: PrismaService,
  ) {}

  get id(): string {
    return String(this.request.headers['x-tenant-id']);
  }

  get subject(): string {
    return this.request.user.sub ?? '';
  }

  /** The operation, in the transaction that has also found out whether the caller is a member. */
  transaction<T>(work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
    const { id: tenantId, subject } = this;
    const issuer = this.request.user.iss ?? '';
    return this.prisma.withTenant(tenantId, async (tx) => {
      const member = await tx.membership.findFirst({
        where: { tenantId, issuer, subject, status: 'active', tenant: { status: 'active' } },
      });
      if (member === null) throw new ForbiddenException();
      return work(tx);
    });
  }
}
