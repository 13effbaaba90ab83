import { Prisma, type Item } from '../platform/database/generated/client.ts';
import type { Position } from '../platform/http/cursor.ts';

export const ITEM_SORTS = [
  'created_at',
  '-created_at',
  'name',
  '-name',
  'updated_at',
  '-updated_at',
] as const;
export type ItemSort = (typeof ITEM_SORTS)[number];

const COLUMNS = {
  created_at: { name: Prisma.raw('created_at'), type: Prisma.raw('timestamptz'), field: 'createdAt' },
  updated_at: { name: Prisma.raw('updated_at'), type: Prisma.raw('timestamptz'), field: 'updatedAt' },
  name: { name: Prisma.raw('name'), type: Prisma.raw('text'), field: 'name' },
} as const;

/** The order of a list: one column, the id where rows are equal in it. Each column has an index of that form. */
export interface ItemOrder {
  readonly column: (typeof COLUMNS)[keyof typeof COLUMNS];
  readonly downwards: boolean;
}

export function orderOf(sort: ItemSort): ItemOrder {
  const name = sort.replace(/^-/, '') as keyof typeof COLUMNS;
  return { column: COLUMNS[name], downwards: sort.startsWith('-') };
}

/** Where a page ends that ends with `row`. */
export function positionOf({ column }: ItemOrder, row: Item): Position {
  const value = row[column.field];
  return [value instanceof Date ? value.toISOString() : value, row.id];
}

/** `created_at DESC, id DESC` */
export function orderBy({ column, downwards }: ItemOrder): Prisma.Sql {
  const direction = Prisma.raw(downwards ? 'DESC' : 'ASC');
  return Prisma.sql`${column.name} ${direction}, id ${direction}`;
}

/** The rows behind a position, as one comparison of two columns, which is one range of the index. */
export function beyond({ column, downwards }: ItemOrder, position: Position | undefined): Prisma.Sql {
  if (position === undefined) return Prisma.empty;
  const [value, id] = position;
  const past = Prisma.raw(downwards ? '<' : '>');
  return Prisma.sql`AND (${column.name}, id) ${past} (${String(value)}::${column.type}, ${String(id)}::uuid)`;
}
