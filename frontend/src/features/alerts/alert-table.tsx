'use client';
import { Table, VisuallyHidden } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ListTable } from '@/components/list/list-table';
import { SelectAllHead } from '@/components/list/selection-cells';
import { SortHeader } from '@/components/list/sort-header';
import type { ListQuery } from '@/components/list/use-list-query';
import type { Selection } from '@/components/list/use-selection';
import { nameOf, type Person } from '@/lib/person';
import type { Alert } from '@/lib/types';
import { AlertRow } from './alert-row';
import { ALERT_SORTS } from './states';

export function AlertTable({
  list,
  rows,
  people,
  selection,
}: {
  list: ListQuery;
  rows: readonly Alert[];
  people: readonly Person[];
  /** Absent: this person changes nothing here. */
  selection: Selection | null;
}) {
  const t = useTranslations();
  return (
    <ListTable
      label={t('alerts.pageTitle')}
      busy={list.busy}
      head={
        <>
          {selection !== null && <SelectAllHead selection={selection} />}
          <Table.Th visibleFrom="sm">{t('alerts.severity')}</Table.Th>
          <Table.Th>{t('alerts.title')}</Table.Th>
          <Table.Th visibleFrom="sm">{t('alerts.status')}</Table.Th>
          <Table.Th visibleFrom="md">{t('alerts.assignee')}</Table.Th>
          <Table.Th visibleFrom="sm">
            <VisuallyHidden>{t('alerts.occurrences')}</VisuallyHidden>
          </Table.Th>
          <SortHeader
            list={list}
            field="last_seen_at"
            label={t('alerts.lastSeen')}
            fallback={ALERT_SORTS[0]}
            visibleFrom="sm"
          />
        </>
      }
    >
      {rows.map((alert) => (
        <AlertRow
          key={alert.id}
          alert={alert}
          assignee={nameOf(people, alert.assignee_sub) ?? null}
          isOpen={list.openId === alert.id}
          selection={selection}
          onOpen={() => list.open(alert.id)}
        />
      ))}
    </ListTable>
  );
}
