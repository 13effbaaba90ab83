'use client';
import { Group, Table, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { StatusBadge } from '@/components/status-badge';
import { TenantAvatar } from '@/components/tenant-avatar';
import { Time } from '@/components/time';
import type { components } from '@/lib/schema';

type OwnMembership = components['schemas']['MyMembershipDto'];

/** What somebody is in which tenant, and what keeps them from working there. */
export function Memberships({ memberships }: { memberships: readonly OwnMembership[] }) {
  const t = useTranslations();
  if (memberships.length === 0) return <Text size="sm">{t('profile.noMemberships')}</Text>;
  return (
    <Table aria-label={t('profile.memberships')} className="list">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('profile.tenant')}</Table.Th>
          <Table.Th>{t('profile.role')}</Table.Th>
          <Table.Th>{t('profile.status')}</Table.Th>
          <Table.Th visibleFrom="sm">{t('profile.since')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {memberships.map((membership) => (
          <Table.Tr key={membership.tenant_id}>
            <Table.Td>
              <Group gap="xs" wrap="nowrap">
                <TenantAvatar tenant={membership} size={24} />
                <span className="long">{membership.name}</span>
              </Group>
            </Table.Td>
            <Table.Td>{t(`role.${membership.role}`)}</Table.Td>
            <Table.Td>
              <Standing membership={membership} />
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <Time at={membership.since} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Standing({ membership: { status, tenant_status } }: { membership: OwnMembership }) {
  const t = useTranslations('profile.standing');
  if (tenant_status === 'suspended') return <StatusBadge tone="warned">{t('tenantSuspended')}</StatusBadge>;
  return <StatusBadge tone={status === 'active' ? 'good' : 'warned'}>{t(status)}</StatusBadge>;
}
