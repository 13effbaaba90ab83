import { ApiProperty } from '@nestjs/swagger';
import { Characters } from '../platform/http/characters.validator.ts';
import type { AlertEvent } from '../platform/database/generated/client.ts';
import { PageDto } from '../platform/http/page.dto.ts';

type Fields = Record<string, unknown>;

const ID = '019aa5a5-8b6a-7d3e-9f0a-3f6f4f1f9a03';
const SUB = '5b1f0c1e-7c39-4c58-9d3d-0b7a4a2f9f10';
const KINDS = [
  'created',
  'repeated',
  'acknowledged',
  'resolved',
  'reopened',
  'assigned',
  'updated',
  'commented',
] as const;

export class CreateCommentDto {
  @ApiProperty({ minLength: 1, maxLength: 4_000, example: 'The bearing is being changed.' })
  @Characters(1, 4_000)
  body!: string;
}

export class CommentDto {
  @ApiProperty({ format: 'uuid', example: ID })
  id!: string;

  @ApiProperty({ format: 'uuid', example: ID })
  alert_id!: string;

  @ApiProperty({ type: String, nullable: true, example: SUB })
  author_sub!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'alice@example.com' })
  author_name!: string | null;

  @ApiProperty({ example: 'The bearing is being changed.' })
  body!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  created_at!: string;

  static from(row: AlertEvent): CommentDto {
    return {
      id: row.id,
      alert_id: row.alertId,
      author_sub: row.actorId,
      author_name: row.actorName,
      body: row.comment ?? '',
      created_at: row.at.toISOString(),
    };
  }
}

export class CommentPageDto extends PageDto {
  @ApiProperty({ type: [CommentDto] })
  data!: CommentDto[];
}

export class ActorDto {
  @ApiProperty({ enum: ['user', 'api_key', 'system'], example: 'user' })
  type!: 'user' | 'api_key' | 'system';

  @ApiProperty({
    type: String,
    nullable: true,
    example: SUB,
    description: '`sub` of the user, or id of the API key; `null` for the system itself.',
  })
  id!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'alice@example.com' })
  name!: string | null;
}

export class AlertEventDto {
  @ApiProperty({ format: 'uuid', example: ID })
  id!: string;

  @ApiProperty({ enum: KINDS, example: 'acknowledged' })
  kind!: (typeof KINDS)[number];

  @ApiProperty({ type: ActorDto })
  actor!: ActorDto;

  @ApiProperty({ type: String, nullable: true, example: null, description: 'Of `commented`: what was said.' })
  comment!: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { status: 'open' },
    description: 'The fields that changed, before.',
  })
  before!: Fields | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { status: 'acknowledged' },
    description: 'The fields that changed, after.',
  })
  after!: Fields | null;

  @ApiProperty({
    type: 'integer',
    example: 1,
    description: 'Of `repeated`: how often in a row, from `at` to `last_at`.',
  })
  count!: number;

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  at!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  last_at!: string;

  static from(row: AlertEvent): AlertEventDto {
    return {
      id: row.id,
      kind: row.kind as AlertEventDto['kind'],
      actor: { type: row.actorType as ActorDto['type'], id: row.actorId, name: row.actorName },
      comment: row.comment,
      before: row.before as Fields | null,
      after: row.after as Fields | null,
      count: row.count,
      at: row.at.toISOString(),
      last_at: row.lastAt.toISOString(),
    };
  }
}

export class AlertEventPageDto extends PageDto {
  @ApiProperty({ type: [AlertEventDto] })
  data!: AlertEventDto[];
}
