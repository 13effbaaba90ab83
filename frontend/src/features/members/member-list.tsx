'use client';
import { Badge, Table, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { DetailDrawer } from '@/components/detail-drawer';
import { FilterSelect } from '@/components/list/filter-select';
import { ListPage } from '@/components/list/list-page';
import { ListRow } from '@/components/list/list-row';
import { useListQuery } from '@/components/list/use-list-query';
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
      <ListPage
        tenant={tenant}
        title={t('members.title')}
        list={list}
        next={page.next_cursor}
        create={isAdmin ? { label: t('members.invite'), onPress: () => list.open('new') } : undefined}
        filters={
          <FilterSelect
            list={list}
            field="status"
            label={t('members.status')}
            all={t('members.present')}
            options={STATUSES.map((value) => ({ value, label: t(`members.statuses.${value}`) }))}
          />
        }
        head={
          <>
            <Table.Th>{t('members.email')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('members.role')}</Table.Th>
            <Table.Th>{t('members.status')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('members.since')}</Table.Th>
          </>
        }
        empty={{ icon: 'members', title: t('list.none'), text: t('list.noneText') }}
      >
        {page.data.map((member) => (
          <ListRow
            key={member.sub}
            id={member.sub}
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
            below={
              <Text size="xs" c="dimmed" hiddenFrom="sm">
                {t(`role.${member.role}`)}
              </Text>
            }
            onOpen={() => list.open(member.sub)}
          >
            <Table.Td visibleFrom="sm">{t(`role.${member.role}`)}</Table.Td>
            <Table.Td>
              <MemberStatus status={member.status} />
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <Time at={member.created_at} />
            </Table.Td>
          </ListRow>
        ))}
      </ListPage>
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
