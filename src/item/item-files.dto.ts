import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { SortedItemFilter } from './item-query.dto.ts';

const FORMATS = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof FORMATS)[number];

export class ExportQuery extends SortedItemFilter {
  @ApiPropertyOptional({ enum: FORMATS, default: 'csv' })
  @IsIn(FORMATS)
  format: ExportFormat = 'csv';
}

export class ImportedDto {
  @ApiProperty({ type: 'integer', example: 1_250, description: 'Items that were made.' })
  imported!: number;
}
