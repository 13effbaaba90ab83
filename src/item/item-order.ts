import { textColumn, timeColumn } from '../platform/database/list/row-order.ts';

export const ITEM_SORTS = [
  'created_at',
  '-created_at',
  'name',
  '-name',
  'updated_at',
  '-updated_at',
] as const;
export type ItemSort = (typeof ITEM_SORTS)[number];

export const ITEM_ORDERS = {
  created_at: timeColumn('created_at', 'createdAt'),
  updated_at: timeColumn('updated_at', 'updatedAt'),
  name: textColumn('name'),
};
