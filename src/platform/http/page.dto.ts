import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

const MAX_LIMIT = 100;
const LIMIT = `must be a whole number from 1 to ${MAX_LIMIT}`;

/** What every list takes. */
export class PageQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MAX_LIMIT,
    default: 20,
    description: 'Rows of a page.',
  })
  @Transform(({ value }) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value))
  @IsInt({ message: LIMIT })
  @Min(1, { message: LIMIT })
  @Max(MAX_LIMIT, { message: LIMIT })
  limit = 20;

  @ApiPropertyOptional({
    description: '`next_cursor` of the page before, asked with the same filter and sort.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2_048)
  cursor?: string;
}

/** What every list answers beside its `data`. */
export class PageDto {
  @ApiProperty({ type: String, nullable: true, description: '`null` on the last page.' })
  next_cursor!: string | null;
}
