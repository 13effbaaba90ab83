'use client';
import { Text, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { FilterSelect } from '@/components/list/filter-select';
import { SearchField } from '@/components/list/search-field';
import type { ListQuery } from '@/components/list/use-list-query';
import { KNOWN_ACTIONS } from './known-actions';
import type { Actors } from './types';

export function AuditFilters({ list, actors }: { list: ListQuery; actors: Actors }) {
  const t = useTranslations('audit');
  const people = actors.people.map(({ sub, name }) => ({ value: sub, label: name }));
  const machines = Object.entries(actors.machines).map(([value, name]) => ({
    value,
    label: t('machine', { name }),
  }));
  return (
    <>
      <FilterSelect
        list={list}
        field="actor"
        label={t('who')}
        all={t('everybody')}
        options={[...people, ...machines]}
        searchable
      />
      <FilterSelect
        list={list}
        field="action"
        label={t('action')}
        all={t('everything')}
        options={KNOWN_ACTIONS.map((value) => ({ value, label: t(`actions.${value}`) }))}
        searchable
      />
      <SearchField list={list} field="target" label={t('search')} />
      <DayFilter list={list} field="from" label={t('from')} />
      <DayFilter list={list} field="to" label={t('to')} />
    </>
  );
}

function DayFilter({ list, field, label }: { list: ListQuery; field: 'from' | 'to'; label: string }) {
  const day = list.query.get(field) ?? '';
  return (
    <TextInput
      // Uncontrolled: while a date is being typed it is none yet.
      key={day}
      type="date"
      aria-label={label}
      leftSection={<Text size="sm">{label}</Text>}
      leftSectionWidth={64}
      defaultValue={day}
      onChange={(event) => list.filter({ [field]: event.currentTarget.value })}
      w={{ base: '100%', xs: 220 }}
    />
  );
}
