import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsIn, IsNotIn, Matches, MaxLength, ValidateIf } from 'class-validator';
import type { Tenant } from '../platform/database/generated/client.ts';
import { Characters } from '../platform/http/characters.validator.ts';
import { PageDto } from '../platform/http/page.dto.ts';
import { RESERVED_LABELS, TENANT_ID } from '../tenancy/tenant-name.ts';

export const TENANT_STATUSES = ['active', 'suspended'] as const;
export type TenantStatus = (typeof TENANT_STATUSES)[number];

const EXAMPLE = { tenant_id: 'hooli', name: 'Hooli', admin_email: 'gavin@example.com' };
const PLAN = {
  example: 'standard',
  pattern: TENANT_ID.source,
  description:
    'How many requests it may make: `standard` 2,000 a second, `limited` 50, or another that the operators have added.',
};

/** Formed as tenants' ids are; whether there is such a plan the database knows. */
const IsPlanId = () => Matches(TENANT_ID, { message: 'is not a known plan' });

export class NewTenantDto {
  @ApiProperty({
    example: EXAMPLE.tenant_id,
    pattern: TENANT_ID.source,
    description: `For good. Cannot be one of: ${[...RESERVED_LABELS].join(', ')}.`,
  })
  @Matches(TENANT_ID, {
    message: 'must be 1 to 64 of a-z, 0-9, "_" and "-", and begin with a letter or digit',
  })
  @IsNotIn([...RESERVED_LABELS], { message: 'is reserved' })
  tenant_id!: string;

  @ApiProperty({ minLength: 1, maxLength: 200, example: EXAMPLE.name })
  @Characters(1, 200)
  name!: string;

  @ApiPropertyOptional({
    example: EXAMPLE.admin_email,
    format: 'email',
    maxLength: 254,
    description: 'Whom to invite as the first admin.',
  })
  @ValidateIf(({ admin_email }: NewTenantDto) => admin_email !== undefined)
  @IsEmail()
  @MaxLength(254)
  admin_email?: string;

  @ApiPropertyOptional({ ...PLAN, default: 'standard' })
  @ValidateIf(({ plan }: NewTenantDto) => plan !== undefined)
  @IsPlanId()
  plan?: string;
}

export class UpdateTenantDto {
  @ApiPropertyOptional({ minLength: 1, maxLength: 200, example: 'Hooli XYZ' })
  @ValidateIf(({ name }: UpdateTenantDto) => name !== undefined)
  @Characters(1, 200)
  name?: string;

  @ApiPropertyOptional({
    enum: TENANT_STATUSES,
    example: 'suspended',
    description: 'Nobody works in a suspended tenant, from at most 5 s later on.',
  })
  @ValidateIf(({ status }: UpdateTenantDto) => status !== undefined)
  @IsIn(TENANT_STATUSES)
  status?: TenantStatus;

  @ApiPropertyOptional({ ...PLAN, description: `${PLAN.description} Effective within 5 s.` })
  @ValidateIf(({ plan }: UpdateTenantDto) => plan !== undefined)
  @IsPlanId()
  plan?: string;
}

export class TenantDto {
  @ApiProperty({ example: EXAMPLE.tenant_id })
  tenant_id!: string;

  @ApiProperty({ example: EXAMPLE.name })
  name!: string;

  @ApiProperty({ enum: TENANT_STATUSES, example: 'active' })
  status!: TenantStatus;

  @ApiProperty(PLAN)
  plan!: string;

  @ApiProperty({ type: 'integer', example: 1, description: 'Goes up with every change; also the `ETag`.' })
  version!: number;

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  created_at!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  updated_at!: string;

  static from(row: Tenant): TenantDto {
    return {
      tenant_id: row.id,
      name: row.name,
      status: row.status as TenantStatus,
      plan: row.plan,
      version: row.version,
      created_at: row.createdAt.toISOString(),
      updated_at: row.updatedAt.toISOString(),
    };
  }
}

export class TenantPageDto extends PageDto {
  @ApiProperty({ type: [TenantDto] })
  data!: TenantDto[];
}
