'use client';
import { Group, Table, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ListRow } from '@/components/list/list-row';
import { SelectCell } from '@/components/list/selection-cells';
import type { Selection } from '@/components/list/use-selection';
import { Time } from '@/components/time';
import type { Alert } from '@/lib/types';
import { SeverityBadge } from './severity-badge';
import { StatusLabel } from './status-label';

/** On a phone everything stands under the title; on a desk each has its column. */
export function AlertRow({
  alert,
  assignee,
  selection,
  isOpen,
  onOpen,
}: {
  alert: Alert;
  /** The name of whoever it is assigned to. */
  assignee: string | null;
  /** Absent: this person changes nothing here. */
  selection: Selection | null;
  isOpen: boolean;
  onOpen: () => void;
}) {
  const t = useTranslations();
  const { title, severity, status, source, occurrences, last_seen_at } = alert;
  const times = occurrences > 1 && (
    <Text span size="xs" c="dimmed" title={t('alerts.occurrences')}>
      ×{occurrences}
    </Text>
  );
  return (
    <ListRow
      id={alert.id}
      selected={isOpen || (selection?.has(alert.id) ?? false)}
      onOpen={onOpen}
      name={title}
      before={
        <>
          {selection !== null && <SelectCell id={alert.id} name={title} selection={selection} />}
          <Table.Td w={120} visibleFrom="sm">
            <SeverityBadge severity={severity} />
          </Table.Td>
        </>
      }
      below={
        <>
          <Group gap="xs" hiddenFrom="sm" mt={4}>
            <SeverityBadge severity={severity} />
            <StatusLabel status={status} />
            {times}
          </Group>
          <Group gap="xs" mt={2}>
            <Text size="xs" c="dimmed" className="long">
              {source}
            </Text>
            <Text size="xs" c="dimmed" hiddenFrom="sm">
              <Time at={last_seen_at} />
            </Text>
          </Group>
        </>
      }
    >
      <Table.Td visibleFrom="sm" w={140}>
        <StatusLabel status={status} />
      </Table.Td>
      <Table.Td visibleFrom="md" w={200}>
        <Text size="sm" c={assignee === null ? 'dimmed' : undefined} truncate maw={200}>
          {assignee ?? t('alerts.nobody')}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm" w={64} ta="right">
        {times}
      </Table.Td>
      <Table.Td visibleFrom="sm" w={130} className="nowrap">
        <Text size="sm" c="dimmed">
          <Time at={last_seen_at} />
        </Text>
      </Table.Td>
    </ListRow>
  );
}
