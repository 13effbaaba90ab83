'use client';
import { CloseButton, Badge, Chip, Group, SegmentedControl } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ListQuery } from '@/components/list/use-list-query';
import { SearchField } from '@/components/list/search-field';
import { SEVERITIES, VIEW_NAMES } from './states';

/** All of it stands in the address. */
export function AlertFilters({ list, mySub }: { list: ListQuery; mySub: string }) {
  const t = useTranslations('alerts');
  const words = useTranslations();
  const source = list.query.get('source');
  const mine = list.query.get('assignee') === mySub;
  return (
    <Group gap="sm" mb="sm">
      <SearchField list={list} label={t('search')} />
      <SegmentedControl
        className="views"
        aria-label={t('view')}
        value={list.query.get('view') ?? VIEW_NAMES[0] ?? ''}
        onChange={(view) => list.filter({ view: view === VIEW_NAMES[0] ? null : view })}
        data={VIEW_NAMES.map((value) => ({ value, label: t(`views.${value}`) }))}
      />
      <Chip.Group
        multiple
        value={list.query.getAll('severity')}
        onChange={(severity) => list.filter({ severity })}
      >
        <Group gap={6}>
          {SEVERITIES.map((severity) => (
            <Chip key={severity} value={severity} size="xs" variant="outline">
              {words(`severity.${severity}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Chip
        size="xs"
        variant="outline"
        checked={mine}
        onChange={(checked) => list.filter({ assignee: checked ? mySub : null })}
      >
        {t('mine')}
      </Chip>
      {source !== null && (
        <Badge
          variant="light"
          color="gray"
          size="lg"
          tt="none"
          rightSection={
            <CloseButton
              size="xs"
              aria-label={words('list.clear')}
              onClick={() => list.filter({ source: null })}
            />
          }
        >
          {source}
        </Badge>
      )}
    </Group>
  );
}
