'use client';
import { Button, Group } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EmptyState } from '@/components/feedback/empty-state';
import type { ListQuery } from '@/components/list/use-list-query';
import { useItemsHere } from './items-here';

const FILTERS = { q: null, tag: null, mine: null };

/** There is none at all, or none that fits the filters. */
export function ItemsEmpty({ list, children }: { list: ListQuery; children: ReactNode }) {
  const t = useTranslations();
  const { mayWrite } = useItemsHere();
  if (Object.keys(FILTERS).some((name) => list.query.has(name)))
    return (
      <EmptyState icon="search" title={t('list.none')} text={t('items.noMatchText')}>
        <Button variant="default" onClick={() => list.filter(FILTERS)}>
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
