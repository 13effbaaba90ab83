import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { Characters } from '../platform/http/characters.validator.ts';
import { IngestCountsDto } from './alert-ingest.dto.ts';

export const WEBHOOK_VERSIONS = ['4'] as const;
const MOST_ALERTS = 1_000;
const STATUSES = ['firing', 'resolved'] as const;

export type Texts = Readonly<Record<string, string>>;

/** An object of texts, of any number and length. */
function IsTexts(): PropertyDecorator {
  return ValidateBy({
    name: 'isTexts',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.values(value).every((text) => typeof text === 'string'),
      defaultMessage: () => 'must be a flat object of texts',
    },
  });
}

const texts = (example: Texts) =>
  ({ type: 'object', additionalProperties: { type: 'string' }, example }) as const;

/** One alert of a notification; fields that are not here are passed over. */
export class AlertmanagerAlertDto {
  @ApiProperty({ enum: STATUSES, example: 'firing' })
  @IsIn(STATUSES)
  status!: (typeof STATUSES)[number];

  @ApiProperty(texts({ alertname: 'PumpHot', severity: 'critical', pump: '7' }))
  @IsTexts()
  labels!: Texts;

  @ApiPropertyOptional(texts({ summary: 'Pump 7 is running hot', description: '94 °C at the bearing' }))
  @ValidateIf(({ annotations }: AlertmanagerAlertDto) => annotations !== undefined)
  @IsTexts()
  annotations?: Texts;

  @ApiProperty({
    minLength: 1,
    maxLength: 255,
    example: '7c1f0a52e3b94d86',
    description: 'Becomes the `dedup_key`.',
  })
  @Characters(1, 255)
  fingerprint!: string;

  @ApiPropertyOptional({ type: String, nullable: true, format: 'date-time', example: '2026-11-22T09:00:00Z' })
  @IsOptional()
  @IsString()
  startsAt?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'http://prometheus.example.com/graph?g0.expr=pump_celsius',
  })
  @IsOptional()
  @IsString()
  generatorURL?: string | null;
}

/**
 * Alertmanager's webhook body (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config): what of it
 * counts here. Newer Alertmanagers may add fields, so those that are not here are passed over.
 */
export class AlertmanagerDto {
  @ApiProperty({ enum: WEBHOOK_VERSIONS, example: '4' })
  @IsIn(WEBHOOK_VERSIONS, { message: `must be ${WEBHOOK_VERSIONS.map((each) => `"${each}"`).join(' or ')}` })
  version!: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    example: 0,
    description: 'How many Alertmanager left out (`max_alerts`).',
  })
  @ValidateIf(({ truncatedAlerts }: AlertmanagerDto) => truncatedAlerts !== undefined)
  @IsInt()
  @Min(0)
  truncatedAlerts?: number;

  @ApiProperty({ type: [AlertmanagerAlertDto], maxItems: MOST_ALERTS })
  @IsArray()
  @ArrayMaxSize(MOST_ALERTS)
  @IsObject({ each: true, message: 'must be a list of alerts' })
  @ValidateNested({ each: true })
  @Type(() => AlertmanagerAlertDto)
  alerts!: AlertmanagerAlertDto[];
}

export class IngestedNotificationDto extends IngestCountsDto {
  @ApiProperty({ type: 'integer', example: 0, description: '`truncatedAlerts` of the request.' })
  truncated!: number;
}
