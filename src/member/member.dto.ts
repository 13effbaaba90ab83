import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, MaxLength, ValidateIf } from 'class-validator';
import type { Role } from '../platform/context/request-context.ts';
import type { Membership } from '../platform/database/generated/client.ts';
import { PageDto, PageQuery } from '../platform/http/page.dto.ts';

export const ROLES = ['admin', 'member', 'viewer'] as const satisfies readonly Role[];
const SETTABLE = ['active', 'suspended'] as const;
export const MEMBER_STATUSES = [...SETTABLE, 'removed'] as const;
export type MemberStatus = (typeof MEMBER_STATUSES)[number];

const ROLE_MEANING =
  '`viewer` reads, `member` reads and writes, `admin` also manages members, keys and audit.';

export class InviteMemberDto {
  @ApiProperty({ example: 'heidi@example.com', format: 'email', maxLength: 254 })
  @IsEmail()
  @MaxLength(254)
  email!: string;

  @ApiProperty({ enum: ROLES, example: 'member', description: ROLE_MEANING })
  @IsIn(ROLES)
  role!: Role;
}

export class UpdateMemberDto {
  @ApiPropertyOptional({ enum: ROLES, example: 'viewer', description: ROLE_MEANING })
  @ValidateIf(({ role }: UpdateMemberDto) => role !== undefined)
  @IsIn(ROLES)
  role?: Role;

  @ApiPropertyOptional({
    enum: SETTABLE,
    example: 'suspended',
    description: 'A suspended member keeps the role and gets in nowhere in the tenant.',
  })
  @ValidateIf(({ status }: UpdateMemberDto) => status !== undefined)
  @IsIn(SETTABLE)
  status?: (typeof SETTABLE)[number];
}

export class MemberQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: MEMBER_STATUSES,
    description: 'Only those; without it all but the removed ones.',
  })
  @IsOptional()
  @IsIn(MEMBER_STATUSES)
  status?: MemberStatus;
}

export class MemberDto {
  @ApiProperty({
    example: '5b1f0c1e-7c39-4c58-9d3d-0b7a4a2f9f10',
    description: 'Names the user; addresses may change.',
  })
  sub!: string;

  @ApiProperty({ type: String, nullable: true, example: 'heidi@example.com' })
  email!: string | null;

  @ApiProperty({ example: '5b1f0c1e-7c39-4c58-9d3d-0b7a4a2f9f10' })
  username!: string;

  @ApiProperty({ enum: ROLES, example: 'member' })
  role!: Role;

  @ApiProperty({ enum: MEMBER_STATUSES, example: 'active' })
  status!: MemberStatus;

  @ApiProperty({
    enum: ['invite', 'claim', 'seed'],
    example: 'invite',
    description: 'By an invitation, by the tenant in the own token, or with the demo data.',
  })
  joined_by!: 'invite' | 'claim' | 'seed';

  @ApiProperty({ type: 'integer', example: 1, description: 'Goes up with every change; also the `ETag`.' })
  version!: number;

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  created_at!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  updated_at!: string;

  static from(row: Membership): MemberDto {
    return {
      sub: row.subject,
      email: row.email,
      username: row.username,
      role: row.role as Role,
      status: row.status as MemberStatus,
      joined_by: row.joinedBy as MemberDto['joined_by'],
      version: row.version,
      created_at: row.createdAt.toISOString(),
      updated_at: row.updatedAt.toISOString(),
    };
  }
}

export class MemberPageDto extends PageDto {
  @ApiProperty({ type: [MemberDto] })
  data!: MemberDto[];
}
