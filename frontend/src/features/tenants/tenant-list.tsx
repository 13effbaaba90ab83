'use client';
import { Code, Group, Table } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { DetailDrawer } from '@/components/detail-drawer';
import { ListPage } from '@/components/list/list-page';
import { ListRow } from '@/components/list/list-row';
import { useListQuery } from '@/components/list/use-list-query';
import { TenantAvatar } from '@/components/tenant-avatar';
import { Time } from '@/components/time';
import type { Page } from '@/lib/types';
import { NewTenantForm } from './new-tenant-form';
import { TenantPanel } from './tenant-panel';
import { TenantStatus } from './tenant-status';
import type { Tenant } from './types';

export function TenantList({ page }: { page: Page<Tenant> }) {
  const t = useTranslations('tenants');
  const list = useListQuery();
  const open = page.data.find(({ tenant_id }) => tenant_id === list.openId);
  const close = () => list.open(null);
  return (
    <>
      <ListPage
        title={t('title')}
        list={list}
        next={page.next_cursor}
        // No tenant is called so: they begin with a letter or a digit.
        create={{ label: t('create'), onPress: () => list.open('-new') }}
        head={
          <>
            <Table.Th>{t('name')}</Table.Th>
            <Table.Th>{t('id')}</Table.Th>
            <Table.Th>{t('status')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('since')}</Table.Th>
          </>
        }
        empty={{ icon: 'tenants', title: t('none'), text: t('noneText') }}
      >
        {page.data.map((tenant) => (
          <ListRow
            key={tenant.tenant_id}
            id={tenant.tenant_id}
            selected={tenant.tenant_id === list.openId}
            name={
              <Group gap="xs" wrap="nowrap">
                <TenantAvatar tenant={tenant} size={24} />
                {tenant.name}
              </Group>
            }
            onOpen={() => list.open(tenant.tenant_id)}
          >
            <Table.Td>
              <Code>{tenant.tenant_id}</Code>
            </Table.Td>
            <Table.Td>
              <TenantStatus status={tenant.status} />
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <Time at={tenant.created_at} />
            </Table.Td>
          </ListRow>
        ))}
      </ListPage>
      <DetailDrawer opened={list.openId === '-new'} title={t('createTitle')} onClose={close}>
        <NewTenantForm onDone={close} />
      </DetailDrawer>
      <DetailDrawer
        {...(open && { tenant: open })}
        opened={open !== undefined}
        title={open?.name ?? ''}
        onClose={close}
      >
        {open !== undefined && <TenantPanel key={open.tenant_id} tenant={open} onDone={close} />}
      </DetailDrawer>
    </>
  );
}
