'use client';
import { Button, Group, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Selection } from './use-selection';

/** How many rows are selected and what can be done with them; at the lower edge, so that no row moves. */
export function SelectionBar({
  selection,
  children,
}: {
  selection: Pick<Selection, 'clear' | 'selected'>;
  children: ReactNode;
}) {
  const t = useTranslations('list');
  const count = selection.selected.length;
  if (count === 0) return null;
  return (
    <div className="selection-bar" role="toolbar" aria-label={t('actions')}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" px="xs" aria-live="polite">
          {t('selected', { count })}
        </Text>
        <Group gap="xs" wrap="nowrap">
          <Button size="xs" variant="default" onClick={selection.clear}>
            {t('unselect')}
          </Button>
          {children}
        </Group>
      </Group>
    </div>
  );
}
