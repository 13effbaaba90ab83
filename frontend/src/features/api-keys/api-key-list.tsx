'use client';
import { Code, Table } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DetailDrawer } from '@/components/detail-drawer';
import { FilterSelect } from '@/components/list/filter-select';
import { ListPage } from '@/components/list/list-page';
import { ListRow } from '@/components/list/list-row';
import { useListQuery } from '@/components/list/use-list-query';
import { Time } from '@/components/time';
import type { Person } from '@/lib/person';
import type { Membership, Page } from '@/lib/types';
import { ApiKeyForm } from './api-key-form';
import { ApiKeyPanel } from './api-key-panel';
import { ApiKeyStatus } from './api-key-status';
import { IssuedKey } from './issued-key';
import type { ApiKey, IssuedApiKey } from './types';

const STATUSES = ['active', 'expired', 'revoked'] as const;

export function ApiKeyList({
  tenant,
  page,
  people,
  apiUrl,
}: {
  tenant: Membership;
  page: Page<ApiKey>;
  people: readonly Person[];
  /** Where machines reach the API. */
  apiUrl: string;
}) {
  const t = useTranslations();
  const list = useListQuery();
  const [issued, setIssued] = useState<IssuedApiKey | null>(null);
  const open = page.data.find(({ id }) => id === list.openId);
  const close = () => list.open(null);
  return (
    <>
      <ListPage
        tenant={tenant}
        title={t('apiKeys.title')}
        list={list}
        next={page.next_cursor}
        create={{ label: t('apiKeys.create'), onPress: () => list.open('new') }}
        filters={
          <FilterSelect
            list={list}
            field="status"
            label={t('apiKeys.status')}
            all={t('apiKeys.present')}
            options={STATUSES.map((value) => ({ value, label: t(`apiKeys.statuses.${value}`) }))}
          />
        }
        head={
          <>
            <Table.Th>{t('apiKeys.name')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('apiKeys.prefix')}</Table.Th>
            <Table.Th visibleFrom="md">{t('apiKeys.scopes')}</Table.Th>
            <Table.Th visibleFrom="md">{t('apiKeys.created')}</Table.Th>
            <Table.Th>{t('apiKeys.lastUsed')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('apiKeys.expires')}</Table.Th>
            <Table.Th>{t('apiKeys.status')}</Table.Th>
          </>
        }
        empty={{ icon: 'apiKeys', title: t('apiKeys.none'), text: t('apiKeys.noneText') }}
      >
        {page.data.map((apiKey) => (
          <ListRow
            key={apiKey.id}
            id={apiKey.id}
            name={apiKey.name}
            selected={apiKey.id === list.openId}
            onOpen={() => list.open(apiKey.id)}
          >
            <Table.Td visibleFrom="sm">
              <Code>{apiKey.prefix}</Code>
            </Table.Td>
            <Table.Td visibleFrom="md">
              {apiKey.scopes.map((scope) => t(`apiKeys.scope.${scope}`)).join(', ')}
            </Table.Td>
            <Table.Td visibleFrom="md">
              <Time at={apiKey.created_at} />
            </Table.Td>
            <Table.Td>
              {apiKey.last_used_at === null ? t('apiKeys.never') : <Time at={apiKey.last_used_at} />}
            </Table.Td>
            <Table.Td visibleFrom="sm">
              {apiKey.expires_at === null ? t('apiKeys.never') : <Time at={apiKey.expires_at} />}
            </Table.Td>
            <Table.Td>
              <ApiKeyStatus apiKey={apiKey} />
            </Table.Td>
          </ListRow>
        ))}
      </ListPage>
      <DetailDrawer
        tenant={tenant}
        opened={list.openId === 'new'}
        title={t('apiKeys.createTitle')}
        onClose={close}
      >
        <ApiKeyForm
          tenant={tenant}
          onIssued={(made) => {
            setIssued(made);
            close();
          }}
        />
      </DetailDrawer>
      <DetailDrawer tenant={tenant} opened={open !== undefined} title={open?.name ?? ''} onClose={close}>
        {open !== undefined && <ApiKeyPanel tenant={tenant} apiKey={open} people={people} onDone={close} />}
      </DetailDrawer>
      {issued !== null && (
        <IssuedKey tenant={tenant} issued={issued} apiUrl={apiUrl} onClose={() => setIssued(null)} />
      )}
    </>
  );
}
