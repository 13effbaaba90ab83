import { Injectable } from '@nestjs/common';
import type { Item, Prisma } from '../platform/database/generated/client.ts';
import { CursorCodec, type Position } from '../platform/http/cursor.ts';
import { PrismaService } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { ItemDto, type ItemPageDto, type ItemQuery, type ItemSort } from './item.dto.ts';

const COLUMNS = { created_at: 'createdAt', updated_at: 'updatedAt', name: 'name' } as const;

interface Order {
  readonly column: (typeof COLUMNS)[keyof typeof COLUMNS];
  readonly direction: 'asc' | 'desc';
}

/** Pages of items. A page begins after a row's values, not after a count of rows: it stays right while rows come and go. */
@Injectable()
export class ItemList {
  constructor(
    private readonly prisma: PrismaService,
    private readonly tenants: TenantService,
    private readonly cursors: CursorCodec,
  ) {}

  /** @throws {InvalidRequest} when the cursor belongs to another list */
  async page({ limit, cursor, sort, owner_sub }: ItemQuery): Promise<ItemPageDto> {
    const order = orderOf(sort);
    const list = JSON.stringify([this.tenants.id, 'items', sort, owner_sub ?? null]);
    const after = cursor === undefined ? {} : beyond(order, this.cursors.open(list, cursor));
    const rows = await this.prisma.item.findMany({
      where: { ...(owner_sub !== undefined && { ownerSub: owner_sub }), ...after },
      orderBy: [{ [order.column]: order.direction }, { id: order.direction }],
      take: limit + 1,
    });
    const data = rows.slice(0, limit);
    const last = data.at(-1);
    const more = rows.length > limit && last !== undefined;
    return {
      data: data.map((row) => ItemDto.from(row)),
      next_cursor: more ? this.cursors.seal(list, positionOf(order, last)) : null,
    };
  }
}

function orderOf(sort: ItemSort): Order {
  const name = sort.replace(/^-/, '') as keyof typeof COLUMNS;
  return { column: COLUMNS[name], direction: sort.startsWith('-') ? 'desc' : 'asc' };
}

function positionOf({ column }: Order, row: Item): Position {
  const value = row[column];
  return [value instanceof Date ? value.toISOString() : value, row.id];
}

/** The rows behind a position. The outer bound is implied by the inner ones; it is what the index can use. */
function beyond({ column, direction }: Order, [value, id]: Position): Prisma.ItemWhereInput {
  const [past, from] = direction === 'asc' ? (['gt', 'gte'] as const) : (['lt', 'lte'] as const);
  return {
    [column]: { [from]: value },
    OR: [{ [column]: { [past]: value } }, { [column]: value, id: { [past]: String(id) } }],
  };
}
