import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMinSize, ArrayUnique, IsArray, IsIn, IsOptional, ValidateIf } from 'class-validator';
import type { ApiKey } from '../platform/database/generated/client.ts';
import { Characters } from '../platform/http/characters.validator.ts';
import { IsInstant } from '../platform/http/instant.validator.ts';
import { PageDto, PageQuery } from '../platform/http/page.dto.ts';
import { API_SCOPES, type ApiScope } from '../tenancy/api-key.ts';
import { IsToCome } from './to-come.validator.ts';

export const API_KEY_STATUSES = ['active', 'expired', 'revoked'] as const;
export type ApiKeyStatus = (typeof API_KEY_STATUSES)[number];

export class CreateApiKeyDto {
  @ApiProperty({ minLength: 1, maxLength: 100, example: 'Prometheus, north hall' })
  @Characters(1, 100)
  name!: string;

  @ApiProperty({
    enum: API_SCOPES,
    isArray: true,
    example: ['alerts:write'],
    description: 'What it may do: `alerts:write` sends alerts.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(API_SCOPES, { each: true })
  scopes!: ApiScope[];

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2099-12-31T00:00:00Z',
    description: 'It works until then; without it, until it is revoked.',
  })
  @ValidateIf(({ expires_at }: CreateApiKeyDto) => expires_at !== undefined && expires_at !== null)
  @IsInstant()
  @IsToCome()
  expires_at?: string | null;
}

export class ApiKeyQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: API_KEY_STATUSES,
    description: 'Only those; without it all but the revoked ones.',
  })
  @IsOptional()
  @IsIn(API_KEY_STATUSES)
  status?: ApiKeyStatus;
}

export class ApiKeyDto {
  @ApiProperty({ format: 'uuid', example: '019aa5a5-9c6a-7d3e-9f0a-3f6f4f1f9a03' })
  id!: string;

  @ApiProperty({ example: 'Prometheus, north hall' })
  name!: string;

  @ApiProperty({ example: 'k3v9q0x7m2ab', description: 'The part of the key that tells it from others.' })
  prefix!: string;

  @ApiProperty({ enum: API_SCOPES, isArray: true, example: ['alerts:write'] })
  scopes!: ApiScope[];

  @ApiProperty({ example: '5b1f0c1e-7c39-4c58-9d3d-0b7a4a2f9f10', description: '`sub` of who made it.' })
  created_by_sub!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2099-12-31T00:00:00.000Z' })
  expires_at!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-11-22T09:00:00.000Z',
    description: 'To the minute.',
  })
  last_used_at!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  revoked_at!: string | null;

  static from(row: ApiKey): ApiKeyDto {
    return {
      id: row.id,
      name: row.name,
      prefix: row.prefix,
      scopes: row.scopes as ApiScope[],
      created_by_sub: row.createdBySub,
      created_at: row.createdAt.toISOString(),
      expires_at: row.expiresAt?.toISOString() ?? null,
      last_used_at: row.lastUsedAt?.toISOString() ?? null,
      revoked_at: row.revokedAt?.toISOString() ?? null,
    };
  }
}

export class IssuedApiKeyDto extends ApiKeyDto {
  @ApiProperty({
    example: 'tnk.tenant_a.k3v9q0x7m2ab.mUWJMnCBCcQfDFbNk9DZ0Q6NzH2m0o5bS3rXy7aE1kI',
    description: 'The key itself. Shown here and never again.',
  })
  key!: string;
}

export class ApiKeyPageDto extends PageDto {
  @ApiProperty({ type: [ApiKeyDto], description: 'Newest first.' })
  data!: ApiKeyDto[];
}
