'use client';
import { Table, UnstyledButton, type MantineBreakpoint } from '@mantine/core';
import { Icon } from '../icons';
import type { ListQuery } from './use-list-query';

/** A column head that sorts by `field`, and the other way round when it is pressed again. */
export function SortHeader({
  list,
  field,
  label,
  fallback,
  ascendingFirst = false,
  visibleFrom,
}: {
  list: ListQuery;
  field: string;
  label: string;
  /** The order of a list that says none, such as `-created_at`. */
  fallback: string;
  /** Times begin with the newest; names with A. */
  ascendingFirst?: boolean;
  visibleFrom?: MantineBreakpoint;
}) {
  const sort = list.query.get('sort') ?? fallback;
  const direction = sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : undefined;
  const isAscendingNext = direction === undefined ? ascendingFirst : direction === 'descending';
  const next = isAscendingNext ? field : `-${field}`;
  return (
    <Table.Th aria-sort={direction ?? 'none'} visibleFrom={visibleFrom}>
      <UnstyledButton className="sort" onClick={() => list.filter({ sort: next })}>
        {label}
        {direction !== undefined && <Icon name={direction === 'ascending' ? 'up' : 'down'} size={14} />}
      </UnstyledButton>
    </Table.Th>
  );
}
