import { Injectable } from '@nestjs/common';
import { Prisma, type Item } from '../platform/database/generated/client.ts';
import { orderOf } from '../platform/database/list/row-order.ts';
import { TenantList, type ListQuestion } from '../tenancy/tenant-list.ts';
import { ITEM_ORDERS, type ItemSort } from './item-order.ts';
import type { ItemFilter, ItemQuery } from './item-query.dto.ts';
import { ITEMS } from './item-rows.ts';
import { ItemDto, type ItemPageDto } from './item.dto.ts';

/** Pages of the tenant's items. */
@Injectable()
export class ItemList {
  constructor(private readonly list: TenantList) {}

  /** @throws {InvalidRequest} when the cursor belongs to another list */
  async page({ limit, cursor, sort, q, tag, owner_sub }: ItemQuery): Promise<ItemPageDto> {
    const filter = [q, tag, owner_sub].map((value) => value ?? null);
    const { rows, next_cursor } = await this.list.page<Item>(question({ q, tag, owner_sub }, sort), {
      list: ['items', sort, ...filter],
      limit,
      cursor,
    });
    return { data: rows.map((row) => ItemDto.from(row)), next_cursor };
  }

  pages(filter: ItemFilter, sort: ItemSort, size: number): AsyncGenerator<Item[]> {
    return this.list.pages<Item>(question(filter, sort), size);
  }
}

function question({ q, tag, owner_sub }: ItemFilter, sort: ItemSort): ListQuestion {
  const filter = owner_sub === undefined ? Prisma.empty : Prisma.sql`AND owner_sub = ${owner_sub}`;
  return { table: ITEMS, order: orderOf(ITEM_ORDERS, sort), filter, words: q, tag };
}
