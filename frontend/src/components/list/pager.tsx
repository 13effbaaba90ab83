'use client';
import { Button, Group } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { CURSOR, type ListQuery } from './use-list-query';

/** To the next page and back to the first; the browser's own "back" leads to the one before. */
export function Pager({ list, next }: { list: ListQuery; next: string | null }) {
  const t = useTranslations('list');
  const isFirst = !list.query.has(CURSOR);
  if (isFirst && next === null) return null;
  return (
    <Group justify="flex-end" mt="md" gap="xs" component="nav" aria-label={t('pages')}>
      <Button variant="default" size="xs" disabled={isFirst} onClick={() => list.turnTo(null)}>
        {t('first')}
      </Button>
      <Button variant="default" size="xs" disabled={next === null} onClick={() => list.turnTo(next)}>
        {t('next')}
      </Button>
    </Group>
  );
}
