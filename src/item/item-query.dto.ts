import { ApiPropertyOptional, IntersectionType, OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { Characters } from '../platform/http/characters.validator.ts';
import { PageQuery } from '../platform/http/page.dto.ts';
import { ITEM_SORTS, type ItemSort } from './item-order.ts';

/** Which items; given together, all must hold. */
export class ItemFilter {
  @ApiPropertyOptional({
    type: String,
    maxLength: 200,
    description: 'Words that must all stand in the name or the description, whole, in any case.',
  })
  @IsOptional()
  @Characters(1, 200)
  q?: string | undefined;

  @ApiPropertyOptional({ type: String, maxLength: 50, description: 'A tag, exactly as it is written.' })
  @IsOptional()
  @Characters(1, 50)
  tag?: string | undefined;

  @ApiPropertyOptional({ type: String, maxLength: 255, description: 'Only the items of this owner.' })
  @IsOptional()
  @Characters(1, 255)
  owner_sub?: string | undefined;
}

export class SortedItemFilter extends ItemFilter {
  @ApiPropertyOptional({ enum: ITEM_SORTS, default: '-created_at', description: '`-` sorts downwards.' })
  @IsIn(ITEM_SORTS)
  sort: ItemSort = '-created_at';
}

export class ItemQuery extends IntersectionType(PageQuery, SortedItemFilter) {}

/** The owner is the caller. */
export class OwnItemQuery extends OmitType(ItemQuery, ['owner_sub']) {}
