import { ApiProperty, ApiPropertyOptional, PartialType, PickType } from '@nestjs/swagger';
import { IsIn, IsUUID, ValidateIf } from 'class-validator';
import { Characters } from '../platform/http/characters.validator.ts';
import { PageDto } from '../platform/http/page.dto.ts';
import type { Alert } from '../platform/database/generated/client.ts';
import { IsLabels, MAX_LABELS } from './labels.validator.ts';

export const SEVERITIES = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];
export const ALERT_STATUSES = ['open', 'acknowledged', 'resolved'] as const;
export type AlertStatus = (typeof ALERT_STATUSES)[number];
export type Labels = Record<string, string>;

const ITEM = '019aa5a5-5a6a-7d3e-9f0a-3f6f4f1f9a01';
const SUB = '5b1f0c1e-7c39-4c58-9d3d-0b7a4a2f9f10';
const NAME_OF_SOURCE = 'Who or what noticed it.';

export class CreateAlertDto {
  @ApiProperty({ minLength: 1, maxLength: 200, example: 'Pump 7 is running hot' })
  @Characters(1, 200)
  title!: string;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 4_000, example: '94 °C at the bearing' })
  @ValidateIf(({ description }: CreateAlertDto) => description !== undefined && description !== null)
  @Characters(0, 4_000)
  description?: string | null;

  @ApiPropertyOptional({ enum: SEVERITIES, default: 'warning', example: 'critical' })
  @ValidateIf(({ severity }: CreateAlertDto) => severity !== undefined)
  @IsIn(SEVERITIES)
  severity?: Severity;

  @ApiPropertyOptional({
    minLength: 1,
    maxLength: 100,
    default: 'manual',
    example: 'temperature-watch',
    description: `${NAME_OF_SOURCE} By an API key: the name of the key where nothing else is said.`,
  })
  @ValidateIf(({ source }: CreateAlertDto) => source !== undefined)
  @Characters(1, 100)
  source?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    minLength: 1,
    maxLength: 255,
    example: 'pump-7-temperature',
    description:
      'While an alert with this key is unresolved, another one raises its `occurrences` and `last_seen_at` instead of being made.',
  })
  @ValidateIf(({ dedup_key }: CreateAlertDto) => dedup_key !== undefined && dedup_key !== null)
  @Characters(1, 255)
  dedup_key?: string | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    maxProperties: MAX_LABELS,
    example: { site: 'north', pump: '7' },
  })
  @ValidateIf(({ labels }: CreateAlertDto) => labels !== undefined)
  @IsLabels()
  labels?: Labels;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'An item of the tenant that it is about.',
  })
  @ValidateIf(({ item_id }: CreateAlertDto) => item_id !== undefined && item_id !== null)
  @IsUUID(undefined, { message: 'must be a UUID' })
  item_id?: string | null;
}

/** What people may mend afterwards. Status and assignee have calls of their own. */
export class UpdateAlertDto extends PartialType(
  PickType(CreateAlertDto, ['title', 'description', 'severity', 'labels', 'item_id']),
  { skipNullProperties: false },
) {}

export class AssignAlertDto {
  @ApiProperty({
    type: String,
    nullable: true,
    maxLength: 255,
    example: null,
    description: '`sub` of an active member of the tenant; `null` for nobody.',
  })
  @ValidateIf(({ assignee_sub }: AssignAlertDto) => assignee_sub !== null)
  @Characters(1, 255)
  assignee_sub!: string | null;
}

export class AlertDto {
  @ApiProperty({ format: 'uuid', example: '019aa5a5-7b6a-7d3e-9f0a-3f6f4f1f9a02' })
  id!: string;

  @ApiProperty({ example: 'tenant_a' })
  tenant_id!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: SUB,
    description: '`sub` of the user who made it, or whom it is about; `null` where a machine sent it.',
  })
  owner_sub!: string | null;

  @ApiProperty({ example: 'Pump 7 is running hot' })
  title!: string;

  @ApiProperty({ type: String, nullable: true, example: '94 °C at the bearing' })
  description!: string | null;

  @ApiProperty({ enum: SEVERITIES, example: 'critical' })
  severity!: Severity;

  @ApiProperty({ enum: ALERT_STATUSES, example: 'open' })
  status!: AlertStatus;

  @ApiProperty({ example: 'temperature-watch', description: NAME_OF_SOURCE })
  source!: string;

  @ApiProperty({ type: String, nullable: true, example: 'pump-7-temperature' })
  dedup_key!: string | null;

  @ApiProperty({ type: 'integer', minimum: 1, example: 3 })
  occurrences!: number;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { site: 'north' } })
  labels!: Labels;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: ITEM })
  item_id!: string | null;

  @ApiProperty({ type: String, nullable: true, example: SUB })
  assignee_sub!: string | null;

  @ApiProperty({ type: 'integer', example: 1, description: 'Goes up with every change; also the `ETag`.' })
  version!: number;

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  created_at!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  updated_at!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  last_seen_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  acknowledged_at!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  resolved_at!: string | null;

  static from(row: Alert): AlertDto {
    return {
      id: row.id,
      tenant_id: row.tenantId,
      owner_sub: row.ownerSub,
      title: row.title,
      description: row.description,
      severity: row.severity as Severity,
      status: row.status as AlertStatus,
      source: row.source,
      dedup_key: row.dedupKey,
      occurrences: row.occurrences,
      labels: row.labels as Labels,
      item_id: row.itemId,
      assignee_sub: row.assigneeSub,
      version: row.version,
      created_at: row.createdAt.toISOString(),
      updated_at: row.updatedAt.toISOString(),
      last_seen_at: row.lastSeenAt.toISOString(),
      acknowledged_at: row.acknowledgedAt?.toISOString() ?? null,
      resolved_at: row.resolvedAt?.toISOString() ?? null,
    };
  }
}

export class AlertPageDto extends PageDto {
  @ApiProperty({ type: [AlertDto] })
  data!: AlertDto[];
}
