import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import type { AuditEntry } from '../platform/database/generated/client.ts';
import { Characters } from '../platform/http/characters.validator.ts';
import { IsInstant } from '../platform/http/instant.validator.ts';
import { PageDto, PageQuery } from '../platform/http/page.dto.ts';

type Values = Record<string, unknown>;

const SUB = '5b1f0c1e-7c39-4c58-9d3d-0b7a4a2f9f10';

export class AuditQuery extends PageQuery {
  @ApiPropertyOptional({ maxLength: 255, description: 'Only what this user did.' })
  @IsOptional()
  @Characters(1, 255)
  actor_sub?: string;

  @ApiPropertyOptional({
    maxLength: 100,
    description: 'Only this: `item.update`, `member.invite`, `tenant.create` …',
  })
  @IsOptional()
  @Characters(1, 100)
  action?: string;

  @ApiPropertyOptional({
    maxLength: 400,
    description:
      'Only what was done to this: `type:id`, such as `member:<sub>`, or an id alone. What stands before the first colon is the type.',
  })
  @IsOptional()
  @Characters(1, 400)
  target?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Not before this time (RFC 3339).' })
  @IsOptional()
  @IsInstant()
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Before this time (RFC 3339).' })
  @IsOptional()
  @IsInstant()
  to?: string;
}

export class AuditEntryDto {
  @ApiProperty({ format: 'uuid', example: '019aa5a5-5a6a-7d3e-9f0a-3f6f4f1f9a01' })
  id!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  at!: string;

  @ApiProperty({ type: String, nullable: true, example: SUB, description: '`null`: the system itself.' })
  actor_sub!: string | null;

  @ApiProperty({ example: 'member.update' })
  action!: string;

  @ApiProperty({ example: 'member' })
  target_type!: string;

  @ApiProperty({ example: SUB })
  target_id!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { role: 'member' },
    description: 'The changed fields; `null` for what did not exist.',
  })
  before!: Values | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { role: 'admin' },
    description: 'The changed fields; `null` for what does not exist any more.',
  })
  after!: Values | null;

  @ApiProperty({ type: String, nullable: true, example: '0f8f6d0e-5d0b-4a0e-9a51-6f2f4a1e7c11' })
  request_id!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '203.0.113.7',
    description: 'The caller came from there.',
  })
  address!: string | null;

  static from(row: AuditEntry): AuditEntryDto {
    return {
      id: row.id,
      at: row.at.toISOString(),
      actor_sub: row.actorSub,
      action: row.action,
      target_type: row.targetType,
      target_id: row.targetId,
      before: row.before as Values | null,
      after: row.after as Values | null,
      request_id: row.requestId,
      address: row.address,
    };
  }
}

export class AuditPageDto extends PageDto {
  @ApiProperty({ type: [AuditEntryDto] })
  data!: AuditEntryDto[];
}
