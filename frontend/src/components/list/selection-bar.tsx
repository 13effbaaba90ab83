'use client';
import { Affix, Button, Group, Paper, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Selection } from './use-selection';

/** What can be done to all that is selected; it stands over the list, so that nothing jumps when it comes. */
export function SelectionBar({ selection, children }: { selection: Selection; children: ReactNode }) {
  const t = useTranslations('list');
  if (selection.ids.length === 0) return null;
  return (
    <Affix position={{ bottom: 16, left: 0, right: 0 }} className="selection">
      <Paper withBorder shadow="md" p="xs" role="toolbar" aria-label={t('actions')}>
        <Group gap="xs" justify="center">
          <Text size="sm" px="xs" role="status">
            {t('selected', { count: selection.ids.length })}
          </Text>
          {children}
          <Button size="xs" variant="subtle" color="gray" onClick={selection.clear}>
            {t('clear')}
          </Button>
        </Group>
      </Paper>
    </Affix>
  );
}
