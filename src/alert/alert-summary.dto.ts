import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, ValidateIf } from 'class-validator';
import { IsInstant } from '../platform/http/instant.validator.ts';
import { BUCKETS, MAX_BUCKETS, type Bucket } from './alert-buckets.ts';
import type { Severity } from './alert.dto.ts';

const COUNT = { type: 'integer', minimum: 0 } as const;

/** Of which time the buckets are. What is open is counted whatever its age. */
export class AlertSummaryQuery {
  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: `The first bucket is the one that this time (RFC 3339) is in. Without it there are seven days of buckets; at most ${MAX_BUCKETS}.`,
  })
  @IsOptional()
  @IsInstant()
  from?: string;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: 'No bucket begins at or after this time (RFC 3339). Without it: now.',
  })
  @IsOptional()
  @IsInstant()
  to?: string;

  @ApiPropertyOptional({ enum: BUCKETS, default: 'day', description: 'Whole ones, in UTC.' })
  @ValidateIf(({ bucket }: AlertSummaryQuery) => bucket !== undefined)
  @IsIn(BUCKETS)
  bucket: Bucket = 'day';
}

export class SeverityCountsDto implements Record<Severity, number> {
  @ApiProperty({ ...COUNT, example: 2 })
  critical!: number;

  @ApiProperty({ ...COUNT, example: 5 })
  warning!: number;

  @ApiProperty({ ...COUNT, example: 1 })
  info!: number;
}

export class AlertBucketDto extends SeverityCountsDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-22T00:00:00.000Z' })
  start!: string;
}

export class AlertSummaryDto {
  @ApiProperty({ type: SeverityCountsDto, description: 'Alerts that are `open` now.' })
  open!: SeverityCountsDto;

  @ApiProperty({ type: SeverityCountsDto, description: 'Alerts that are `acknowledged` now.' })
  acknowledged!: SeverityCountsDto;

  @ApiProperty({ ...COUNT, example: 3, description: 'Alerts not yet resolved that are assigned to you.' })
  mine_open!: number;

  @ApiProperty({
    type: [AlertBucketDto],
    description: 'Alerts by when they were made, whatever became of them; oldest first, with the empty ones.',
  })
  buckets!: AlertBucketDto[];
}
