import { ApiProperty } from '@nestjs/swagger';
import type { OwnMembership } from '../platform/database/own-memberships.ts';
import type { Role } from '../platform/context/request-context.ts';

/** What the caller is in one tenant. Removed is not among it: that is no membership any more. */
export class MyMembershipDto {
  @ApiProperty({ example: 'tenant_a' })
  tenant_id!: string;

  @ApiProperty({ example: 'Acme', description: 'Of the tenant.' })
  name!: string;

  @ApiProperty({ enum: ['admin', 'member', 'viewer'], example: 'admin' })
  role!: Role;

  @ApiProperty({ enum: ['active', 'suspended'], example: 'active', description: 'Of the membership.' })
  status!: 'active' | 'suspended';

  @ApiProperty({
    enum: ['active', 'suspended'],
    example: 'active',
    description: 'Of the tenant. You can work where both are `active`.',
  })
  tenant_status!: 'active' | 'suspended';

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  since!: string;

  static from(row: OwnMembership): MyMembershipDto {
    return {
      tenant_id: row.tenantId,
      name: row.name,
      role: row.role as Role,
      status: row.status as MyMembershipDto['status'],
      tenant_status: row.tenantStatus as MyMembershipDto['tenant_status'],
      since: row.since.toISOString(),
    };
  }
}

export class MyMembershipsDto {
  @ApiProperty({ type: [MyMembershipDto], description: "By the tenants' names." })
  data!: readonly MyMembershipDto[];
}
