import { Prisma } from '../generated/client.ts';
import type { Position } from '../../http/cursor.ts';

/** A column that a list can be sorted by. It has an index of (tenant_id, itself, id). */
export interface OrderColumn {
  readonly name: Prisma.Sql;
  readonly type: Prisma.Sql;
  /** Prisma's name for it. */
  readonly field: string;
}

/** The order of a list: one column, the id where rows are equal in it. */
export interface RowOrder {
  readonly column: OrderColumn;
  readonly downwards: boolean;
}

export function timeColumn(name: string, field: string): OrderColumn {
  return { name: Prisma.raw(name), type: Prisma.raw('timestamptz'), field };
}

export function textColumn(name: string): OrderColumn {
  return { name: Prisma.raw(name), type: Prisma.raw('text'), field: name };
}

/** @param sort a column's name, after `-` for downwards */
export function orderOf<Name extends string>(
  columns: Readonly<Record<Name, OrderColumn>>,
  sort: Name | `-${Name}`,
): RowOrder {
  return { column: columns[sort.replace(/^-/, '') as Name], downwards: sort.startsWith('-') };
}

/** Where a page ends that ends with `row`. */
export function positionOf({ column }: RowOrder, row: { readonly id: string }): Position {
  const value = (row as Readonly<Record<string, unknown>>)[column.field];
  return [value instanceof Date ? value.toISOString() : String(value), row.id];
}

/** `created_at DESC, id DESC` */
export function orderBy({ column, downwards }: RowOrder): Prisma.Sql {
  const direction = Prisma.raw(downwards ? 'DESC' : 'ASC');
  return Prisma.sql`${column.name} ${direction}, id ${direction}`;
}

/** The rows behind a position, as one comparison of two columns, which is one range of the index. */
export function beyond({ column, downwards }: RowOrder, position: Position | undefined): Prisma.Sql {
  if (position === undefined) return Prisma.empty;
  const [value, id] = position;
  const past = Prisma.raw(downwards ? '<' : '>');
  return Prisma.sql`AND (${column.name}, id) ${past} (${String(value)}::${column.type}, ${String(id)}::uuid)`;
}
