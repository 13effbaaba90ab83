import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { Delivery } from '../platform/database/generated/client.ts';
import { PageDto, PageQuery } from '../platform/http/page.dto.ts';

export const DELIVERY_STATUSES = ['pending', 'delivered', 'dead'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export class DeliveryQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: DELIVERY_STATUSES,
    description: 'Only those; `dead` are the ones that have been given up.',
  })
  @IsOptional()
  @IsIn(DELIVERY_STATUSES)
  status?: DeliveryStatus;
}

export class DeliveryDto {
  @ApiProperty({ format: 'uuid', example: '019aa5a5-ad6a-7d3e-9f0a-3f6f4f1f9a04' })
  id!: string;

  @ApiProperty({ format: 'uuid', example: '019aa5a5-9c6a-7d3e-9f0a-3f6f4f1f9a03' })
  channel_id!: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: '019aa5a5-7b6a-7d3e-9f0a-3f6f4f1f9a02',
    description: '`null` for a test.',
  })
  alert_id!: string | null;

  @ApiProperty({
    enum: ['alert.created', 'alert.resolved', 'alert.reopened', 'test'],
    example: 'alert.created',
  })
  event!: string;

  @ApiProperty({ enum: DELIVERY_STATUSES, example: 'delivered' })
  status!: DeliveryStatus;

  @ApiProperty({ type: 'integer', example: 1 })
  attempts!: number;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description: 'While it is pending.',
  })
  next_attempt_at!: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 200,
    description: 'What the receiver answered the last time.',
  })
  response_status!: number | null;

  @ApiProperty({ type: String, nullable: true, example: null, description: 'What went wrong the last time.' })
  last_error!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-11-22T09:00:01.000Z' })
  finished_at!: string | null;

  static from(row: Delivery): DeliveryDto {
    return {
      id: row.id,
      channel_id: row.channelId,
      alert_id: row.alertId,
      event: row.event,
      status: row.status as DeliveryStatus,
      attempts: row.attempts,
      next_attempt_at: row.status === 'pending' ? row.nextAttemptAt.toISOString() : null,
      response_status: row.responseStatus,
      last_error: row.lastError,
      created_at: row.createdAt.toISOString(),
      finished_at: row.finishedAt?.toISOString() ?? null,
    };
  }
}

export class DeliveryPageDto extends PageDto {
  @ApiProperty({ type: [DeliveryDto] })
  data!: DeliveryDto[];
}
