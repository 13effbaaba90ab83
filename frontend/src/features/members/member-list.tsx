'use client';
import { Badge, Button, Group, Table } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { DetailDrawer } from '@/components/detail-drawer';
import { EmptyState } from '@/components/feedback/empty-state';
import { Icon } from '@/components/icons';
import { FilterSelect } from '@/components/list/filter-select';
import { ListRow } from '@/components/list/list-row';
import { ListTable } from '@/components/list/list-table';
import { Pager } from '@/components/list/pager';
import { useListQuery } from '@/components/list/use-list-query';
import { PageTitle } from '@/components/page-title';
import { Time } from '@/components/time';
import type { Member, Membership, Page } from '@/lib/types';
import { InviteForm } from './invite-form';
import { MemberPanel } from './member-panel';
import { MemberStatus } from './member-status';

const STATUSES = ['active', 'suspended', 'removed'] as const;

export function MemberList({
  tenant,
  ownSub,
  page,
}: {
  tenant: Membership;
  ownSub: string;
  page: Page<Member>;
}) {
  const t = useTranslations();
  const list = useListQuery();
  const isAdmin = tenant.role === 'admin';
  const open = page.data.find(({ sub }) => sub === list.openId);
  const close = () => list.open(null);
  return (
    <>
      <PageTitle tenant={tenant} title={t('members.title')}>
        {isAdmin && (
          <Button leftSection={<Icon name="add" />} onClick={() => list.open('new')}>
            {t('members.invite')}
          </Button>
        )}
      </PageTitle>
      <Group mb="md">
        <FilterSelect
          list={list}
          field="status"
          label={t('members.status')}
          all={t('members.present')}
          options={STATUSES.map((value) => ({ value, label: t(`members.statuses.${value}`) }))}
        />
      </Group>
      {page.data.length === 0 ? (
        <EmptyState icon="members" title={t('list.none')} text={t('list.noneText')} />
      ) : (
        <ListTable
          label={t('members.title')}
          busy={list.busy}
          head={
            <>
              <Table.Th>{t('members.email')}</Table.Th>
              <Table.Th>{t('members.role')}</Table.Th>
              <Table.Th>{t('members.status')}</Table.Th>
              <Table.Th visibleFrom="sm">{t('members.since')}</Table.Th>
            </>
          }
        >
          {page.data.map((member) => (
            <ListRow
              key={member.sub}
              selected={member.sub === list.openId}
              name={
                <>
                  {member.email ?? member.username}{' '}
                  {member.sub === ownSub && (
                    <Badge size="sm" variant="default" ml={4}>
                      {t('members.you')}
                    </Badge>
                  )}
                </>
              }
              onOpen={() => list.open(member.sub)}
            >
              <Table.Td>{t(`role.${member.role}`)}</Table.Td>
              <Table.Td>
                <MemberStatus status={member.status} />
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <Time at={member.created_at} />
              </Table.Td>
            </ListRow>
          ))}
        </ListTable>
      )}
      <Pager list={list} next={page.next_cursor} />
      <DetailDrawer
        tenant={tenant}
        opened={isAdmin && list.openId === 'new'}
        title={t('members.inviteTitle')}
        onClose={close}
      >
        <InviteForm tenant={tenant} onDone={close} />
      </DetailDrawer>
      <DetailDrawer
        tenant={tenant}
        opened={open !== undefined}
        title={open?.email ?? open?.username ?? ''}
        onClose={close}
      >
        {open !== undefined && (
          <MemberPanel tenant={tenant} member={open} isOwn={open.sub === ownSub} onDone={close} />
        )}
      </DetailDrawer>
    </>
  );
}
