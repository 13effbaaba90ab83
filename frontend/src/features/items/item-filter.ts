import { one, oneOf, type SearchParams } from '@/lib/list-params';
import type { operations } from '@/lib/schema';

type ItemQuery = Pick<
  NonNullable<operations['item_list']['parameters']['query']>,
  'q' | 'tag' | 'owner_sub' | 'sort'
>;

export const DEFAULT_SORT = '-created_at';
const SORTS = ['created_at', '-created_at', 'name', '-name', 'updated_at', '-updated_at'] as const;

/** What the address of the list asks for, as the API takes it. `mine` is said of whoever looks: a link has no `sub`. */
export function itemFilter(params: Awaited<SearchParams>, mySub: string): ItemQuery {
  const { q, tag, mine, sort } = params;
  return {
    sort: oneOf(sort, SORTS) ?? DEFAULT_SORT,
    ...defined('q', one(q)?.trim()),
    ...defined('tag', one(tag)),
    ...(one(mine) !== undefined && { owner_sub: mySub }),
  };
}

function defined<Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> {
  return value === undefined || value === '' ? {} : ({ [key]: value } as Record<Key, string>);
}
