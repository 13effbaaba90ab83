'use client';
import { Select } from '@mantine/core';
import type { ListQuery } from './use-list-query';

/** One of a few values that a list is narrowed down to. */
export function FilterSelect<Value extends string>({
  list,
  field,
  label,
  all,
  options,
  searchable = false,
}: {
  list: ListQuery;
  field: string;
  label: string;
  /** What is shown without a choice. */
  all: string;
  options: readonly { readonly value: Value; readonly label: string }[];
  searchable?: boolean;
}) {
  return (
    <Select
      aria-label={label}
      data={[{ value: '', label: all }, ...options]}
      value={list.query.get(field) ?? ''}
      onChange={(value) => list.filter({ [field]: value })}
      allowDeselect={false}
      searchable={searchable}
      w={{ base: '100%', xs: 220 }}
    />
  );
}
