'use client';
import { Button, Group } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EmptyState } from '@/components/feedback/empty-state';
import type { ListQuery } from '@/components/list/use-list-query';
import { NO_FILTERS } from './item-filter-bar';
import { useItemsHere } from './items-here';

/** There is none at all, or none that fits the filters. */
export function ItemsEmpty({
  isBare,
  list,
  children,
}: {
  isBare: boolean;
  list: ListQuery;
  children: ReactNode;
}) {
  const t = useTranslations();
  const { mayWrite } = useItemsHere();
  if (!isBare)
    return (
      <EmptyState icon="search" title={t('list.none')} text={t('items.noMatchText')}>
        <Button variant="default" onClick={() => list.filter(NO_FILTERS)}>
          {t('list.reset')}
        </Button>
      </EmptyState>
    );
  return (
    <EmptyState
      icon="items"
      title={t('items.emptyTitle')}
      text={t(mayWrite ? 'items.emptyText' : 'items.emptyTextViewer')}
    >
      <Group gap="xs">{children}</Group>
    </EmptyState>
  );
}
