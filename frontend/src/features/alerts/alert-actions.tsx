'use client';
import { Button, Group, Select } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/icons';
import type { Person } from '@/lib/person';
import type { Alert } from '@/lib/types';
import { MOVES } from './states';
import type { AlertMoves } from './use-alert-moves';

/** What a person can do to an alert, by where it stands. */
export function AlertActions({
  alert,
  people,
  mySub,
  moves,
}: {
  alert: Alert;
  people: readonly Person[];
  mySub: string;
  moves: AlertMoves;
}) {
  const t = useTranslations('alerts');
  const [first, ...others] = MOVES[alert.status];
  return (
    <Group gap="xs" align="flex-end">
      <Button
        size="xs"
        leftSection={<Icon name="check" size={15} />}
        onClick={() => moves.move([alert.id], first)}
      >
        {t(`moves.${first}`)}
      </Button>
      {others.map((move) => (
        <Button key={move} size="xs" variant="default" onClick={() => moves.move([alert.id], move)}>
          {t(`moves.${move}`)}
        </Button>
      ))}
      <Select
        size="xs"
        w={220}
        aria-label={t('assignee')}
        placeholder={t('nobody')}
        leftSection={<Icon name="person" size={15} />}
        searchable
        clearable
        value={alert.assignee_sub}
        onChange={(sub) => moves.assign(alert, sub)}
        clearButtonProps={{ 'aria-label': t('unassign') }}
        data={people
          .filter(({ sub, active }) => active || sub === alert.assignee_sub)
          .map(({ sub, name }) => ({ value: sub, label: sub === mySub ? t('me', { name }) : name }))}
      />
    </Group>
  );
}
