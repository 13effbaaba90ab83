'use client';
import { Table, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { DetailDrawer } from '@/components/detail-drawer';
import { ListPage } from '@/components/list/list-page';
import { ListRow } from '@/components/list/list-row';
import { useListQuery } from '@/components/list/use-list-query';
import { Time } from '@/components/time';
import type { Membership, Page } from '@/lib/types';
import { AuditFilters } from './audit-filters';
import { EntryPanel } from './entry-panel';
import type { Actors, AuditEntry } from './types';
import { useAuditWords } from './use-audit-words';

export function AuditList({
  tenant,
  page,
  actors,
}: {
  tenant: Membership;
  page: Page<AuditEntry>;
  actors: Actors;
}) {
  const t = useTranslations('audit');
  const list = useListQuery();
  const words = useAuditWords(actors);
  const open = page.data.find(({ id }) => id === list.openId);
  return (
    <>
      <ListPage
        tenant={tenant}
        title={t('title')}
        list={list}
        next={page.next_cursor}
        filters={<AuditFilters list={list} actors={actors} />}
        head={
          <>
            <Table.Th>{t('when')}</Table.Th>
            <Table.Th>{t('action')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('who')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('target')}</Table.Th>
            <Table.Th visibleFrom="md">{t('address')}</Table.Th>
          </>
        }
        empty={{ icon: 'audit', title: t('none'), text: t('noneText') }}
      >
        {page.data.map((entry) => (
          <ListRow
            key={entry.id}
            id={entry.id}
            selected={entry.id === list.openId}
            before={
              <Table.Td>
                <Time at={entry.at} />
              </Table.Td>
            }
            name={
              <>
                {words.action(entry)}
                <Text size="xs" c="dimmed" hiddenFrom="sm" component="span" display="block">
                  {words.actor(entry)}
                </Text>
              </>
            }
            onOpen={() => list.open(entry.id)}
          >
            <Table.Td visibleFrom="sm" className="long">
              {words.actor(entry)}
            </Table.Td>
            <Table.Td visibleFrom="sm" className="long">
              {words.target(entry)}
            </Table.Td>
            <Table.Td visibleFrom="md">{entry.address}</Table.Td>
          </ListRow>
        ))}
      </ListPage>
      <DetailDrawer
        tenant={tenant}
        opened={open !== undefined}
        title={open === undefined ? '' : words.action(open)}
        onClose={() => list.open(null)}
      >
        {open !== undefined && <EntryPanel entry={open} actors={actors} list={list} />}
      </DetailDrawer>
    </>
  );
}
