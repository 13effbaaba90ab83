import { Global, Module } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import { IdempotencyKeys } from './idempotency-keys.ts';
import { Invitations } from './invitations.ts';
import { InvitedUsers } from './invited-users.ts';
import { MachineAccess } from './machine-access.ts';
import { MembershipService } from './membership.service.ts';
import { PrismaService } from './prisma.service.ts';
import { RequestBuckets } from './request-buckets.ts';
import { RequestLimits } from './request-limits.ts';
import { SingleTenant } from './single-tenant.ts';
import { TenantList } from './tenant-list.ts';
import { TenantResolver } from './tenant-resolver.ts';
import { TenantStatements } from './tenant-statements.ts';
import { TenantService } from './tenant.service.ts';

/** Whose rows? Needs the database and the auth modules; the guard is registered by the application. */
@Global()
@Module({
  providers: [
    PrismaService,
    TenantService,
    TenantStatements,
    SingleTenant,
    MembershipService,
    TenantResolver,
    TenantList,
    MachineAccess,
    RequestBuckets,
    RequestLimits,
    Invitations,
    InvitedUsers,
    IdempotencyKeys,
    AuditLog,
  ],
  exports: [
    PrismaService,
    TenantService,
    TenantStatements,
    MembershipService,
    TenantResolver,
    TenantList,
    MachineAccess,
    RequestLimits,
    Invitations,
    IdempotencyKeys,
    AuditLog,
  ],
})
export class TenancyModule {}
