import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import type { AlertChannel } from '../platform/database/generated/client.ts';
import { Characters } from '../platform/http/characters.validator.ts';
import { PageDto } from '../platform/http/page.dto.ts';
import { shownUrl } from './channel-target.ts';

export const CHANNEL_TYPES = ['webhook', 'slack', 'email'] as const;
export type ChannelType = (typeof CHANNEL_TYPES)[number];
/** Most severe first. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

const MAX_RECIPIENTS = 10;
const URL_MEANING =
  'Of `webhook` and `slack`: an https address of the public Internet. That of Slack is a secret and is never shown whole.';

export class CreateChannelDto {
  @ApiProperty({ minLength: 1, maxLength: 100, example: 'On call' })
  @Characters(1, 100)
  name!: string;

  @ApiProperty({ enum: CHANNEL_TYPES, example: 'webhook', description: 'Cannot be changed.' })
  @IsIn(CHANNEL_TYPES)
  type!: ChannelType;

  @ApiPropertyOptional({
    type: String,
    format: 'uri',
    maxLength: 2_048,
    example: 'https://hooks.example.com/alerts',
    description: URL_MEANING,
  })
  @ValidateIf(({ url }: CreateChannelDto) => url !== undefined)
  @Characters(1, 2_048)
  url?: string;

  @ApiPropertyOptional({
    type: [String],
    minItems: 1,
    maxItems: MAX_RECIPIENTS,
    example: ['oncall@example.com'],
    description: 'Of `email`.',
  })
  @ValidateIf(({ recipients }: CreateChannelDto) => recipients !== undefined)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_RECIPIENTS)
  @IsEmail({}, { each: true })
  @MaxLength(254, { each: true })
  recipients?: string[];

  @ApiPropertyOptional({
    enum: SEVERITIES,
    default: 'info',
    example: 'warning',
    description: 'Alerts of this severity and above it go out by the channel.',
  })
  @ValidateIf(({ min_severity }: CreateChannelDto) => min_severity !== undefined)
  @IsIn(SEVERITIES)
  min_severity?: Severity;

  @ApiPropertyOptional({
    default: true,
    example: true,
    description: 'Off: what waits goes on waiting, and what happens meanwhile does not go out.',
  })
  @ValidateIf(({ enabled }: CreateChannelDto) => enabled !== undefined)
  @IsBoolean()
  enabled?: boolean;
}

export class UpdateChannelDto extends PartialType(OmitType(CreateChannelDto, ['type']), {
  skipNullProperties: false,
}) {}

export class ChannelDto {
  @ApiProperty({ format: 'uuid', example: '019aa5a5-9c6a-7d3e-9f0a-3f6f4f1f9a03' })
  id!: string;

  @ApiProperty({ example: 'On call' })
  name!: string;

  @ApiProperty({ enum: CHANNEL_TYPES, example: 'webhook' })
  type!: ChannelType;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'https://hooks.example.com/alerts',
    description: 'Of Slack its origin alone.',
  })
  url!: string | null;

  @ApiProperty({ type: [String], example: [] })
  recipients!: string[];

  @ApiProperty({ enum: SEVERITIES, example: 'warning' })
  min_severity!: Severity;

  @ApiProperty({ example: true })
  enabled!: boolean;

  @ApiProperty({ type: 'integer', example: 1, description: 'Goes up with every change; also the `ETag`.' })
  version!: number;

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  created_at!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  updated_at!: string;

  static from(row: AlertChannel): ChannelDto {
    return {
      id: row.id,
      name: row.name,
      type: row.type as ChannelType,
      url: shownUrl(row),
      recipients: row.recipients,
      min_severity: row.minSeverity as Severity,
      enabled: row.enabled,
      version: row.version,
      created_at: row.createdAt.toISOString(),
      updated_at: row.updatedAt.toISOString(),
    };
  }
}

export class ChannelWithSecretDto extends ChannelDto {
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'whsec_Zk0xY3l2bTl1Y2h3cXJhZGp1c3RhbmV4YW1wbGU1MjM',
    description: 'Signs the webhooks of the channel. Shown here and never again; `null` for other types.',
  })
  secret!: string | null;
}

export class ChannelPageDto extends PageDto {
  @ApiProperty({ type: [ChannelDto] })
  data!: ChannelDto[];
}
