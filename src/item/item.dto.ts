import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, ValidateIf, ValidateNested } from 'class-validator';
import { Characters } from '../platform/http/characters.validator.ts';
import { PageDto } from '../platform/http/page.dto.ts';
import type { Item } from '../platform/database/generated/client.ts';
import { IsFlatObject, MAX_ATTRIBUTES } from './attributes.validator.ts';

const MAX_BULK = 500;

export type Attributes = Record<string, string | number | boolean | null>;

export class CreateItemDto {
  @ApiProperty({ minLength: 1, maxLength: 200, example: 'Pump 7' })
  @Characters(1, 200)
  name!: string;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 4_000, example: 'North hall, second row' })
  @ValidateIf(({ description }: CreateItemDto) => description !== undefined && description !== null)
  @Characters(0, 4_000)
  description?: string | null;

  @ApiPropertyOptional({ type: [String], maxItems: 20, example: ['pump', 'north'] })
  @ValidateIf(({ tags }: CreateItemDto) => tags !== undefined)
  @IsArray()
  @ArrayMaxSize(20)
  @Characters(1, 50, { each: true })
  tags?: string[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: {
      oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }],
      nullable: true,
    },
    maxProperties: MAX_ATTRIBUTES,
    example: { serial: 'P-7741', bar: 6.5, spare: false },
  })
  @ValidateIf(({ attributes }: CreateItemDto) => attributes !== undefined)
  @IsFlatObject()
  attributes?: Attributes;
}

export class CreateItemsDto {
  @ApiProperty({ type: [CreateItemDto], minItems: 1, maxItems: MAX_BULK })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_BULK)
  @IsObject({ each: true, message: 'must be a list of items' })
  @ValidateNested({ each: true })
  @Type(() => CreateItemDto)
  items!: CreateItemDto[];
}

export class UpdateItemDto extends PartialType(CreateItemDto, { skipNullProperties: false }) {}

export class ItemDto {
  @ApiProperty({ format: 'uuid', example: '019aa5a5-5a6a-7d3e-9f0a-3f6f4f1f9a01' })
  id!: string;

  @ApiProperty({ example: 'tenant_a' })
  tenant_id!: string;

  @ApiProperty({
    example: '5b1f0c1e-7c39-4c58-9d3d-0b7a4a2f9f10',
    description: '`sub` of the user who made it.',
  })
  owner_sub!: string;

  @ApiProperty({ example: 'Pump 7' })
  name!: string;

  @ApiProperty({ type: String, nullable: true, example: 'North hall, second row' })
  description!: string | null;

  @ApiProperty({ type: [String], example: ['pump', 'north'] })
  tags!: string[];

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { serial: 'P-7741', bar: 6.5, spare: false },
  })
  attributes!: Attributes;

  @ApiProperty({ type: 'integer', example: 1, description: 'Goes up with every change; also the `ETag`.' })
  version!: number;

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  created_at!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:00:00.000Z' })
  updated_at!: string;

  static from(row: Item): ItemDto {
    return {
      id: row.id,
      tenant_id: row.tenantId,
      owner_sub: row.ownerSub,
      name: row.name,
      description: row.description,
      tags: row.tags,
      attributes: row.attributes as Attributes,
      version: row.version,
      created_at: row.createdAt.toISOString(),
      updated_at: row.updatedAt.toISOString(),
    };
  }
}

export class ItemPageDto extends PageDto {
  @ApiProperty({ type: [ItemDto] })
  data!: ItemDto[];
}

export class ItemsDto {
  @ApiProperty({ type: [ItemDto], description: 'In the order of the request.' })
  data!: ItemDto[];
}
