'use client';
import { Table } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DetailDrawer } from '@/components/detail-drawer';
import { ListPage } from '@/components/list/list-page';
import { ListRow } from '@/components/list/list-row';
import { OPEN, useListQuery } from '@/components/list/use-list-query';
import { StatusBadge } from '@/components/status-badge';
import type { Membership, Page } from '@/lib/types';
import { ChannelPanel } from './channel-panel';
import { ChannelSecret } from './channel-secret';
import { NewChannelForm } from './new-channel-form';
import type { Channel, ChannelWithSecret, Delivery } from './types';

export function ChannelList({
  tenant,
  page,
  deliveries,
}: {
  tenant: Membership;
  page: Page<Channel>;
  /** Of the channel that is open. */
  deliveries: Page<Delivery> | null;
}) {
  const t = useTranslations('channels');
  const list = useListQuery();
  const [shown, setShown] = useState<ChannelWithSecret | null>(null);
  const open = page.data.find(({ id }) => id === list.openId);
  const close = () => list.open(null);
  const show = (channel: ChannelWithSecret) => {
    setShown(channel);
    close();
  };
  return (
    <>
      <ListPage
        tenant={tenant}
        title={t('title')}
        list={list}
        next={page.next_cursor}
        create={{ label: t('create'), onPress: () => list.open('new') }}
        head={
          <>
            <Table.Th>{t('name')}</Table.Th>
            <Table.Th>{t('type')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('target')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('minSeverity')}</Table.Th>
            <Table.Th>{t('status')}</Table.Th>
          </>
        }
        empty={{ icon: 'channels', title: t('none'), text: t('noneText') }}
      >
        {page.data.map(({ id, name, type, url, recipients, min_severity, enabled }) => (
          <ListRow key={id} id={id} name={name} selected={id === list.openId} onOpen={() => list.open(id)}>
            <Table.Td>{t(`types.${type}`)}</Table.Td>
            <Table.Td visibleFrom="sm" className="long">
              {url ?? recipients.join(', ')}
            </Table.Td>
            <Table.Td visibleFrom="sm">{t(`fromSeverity.${min_severity}`)}</Table.Td>
            <Table.Td>
              <StatusBadge tone={enabled ? 'good' : 'off'}>{t(enabled ? 'on' : 'off')}</StatusBadge>
            </Table.Td>
          </ListRow>
        ))}
      </ListPage>
      <DetailDrawer tenant={tenant} opened={list.openId === 'new'} title={t('createTitle')} onClose={close}>
        <NewChannelForm tenant={tenant} onCreated={show} />
      </DetailDrawer>
      <DetailDrawer tenant={tenant} opened={open !== undefined} title={open?.name ?? ''} onClose={close}>
        {open !== undefined && (
          <ChannelPanel
            tenant={tenant}
            channel={open}
            // Those of the one before are no use.
            deliveries={list.query.get(OPEN) === open.id ? deliveries : null}
            onSecret={show}
            onDone={close}
          />
        )}
      </DetailDrawer>
      {shown !== null && shown.secret !== null && (
        <ChannelSecret
          tenant={tenant}
          name={shown.name}
          secret={shown.secret}
          onClose={() => setShown(null)}
        />
      )}
    </>
  );
}
