'use client';
import { Divider, Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Facts } from '@/components/facts';
import { Time } from '@/components/time';
import type { Member, Membership } from '@/lib/types';
import { MemberAccess } from './member-access';
import { MemberStatus } from './member-status';
import { RoleForm } from './role-form';

/** One member, and for admins what can be done about them. */
export function MemberPanel({
  tenant,
  member,
  isOwn,
  onDone,
}: {
  tenant: Membership;
  member: Member;
  isOwn: boolean;
  onDone: () => void;
}) {
  const t = useTranslations();
  const name = member.email ?? member.username;
  const mayChange = tenant.role === 'admin' && member.status !== 'removed';
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          [t('members.email'), member.email],
          [t('members.sub'), member.sub],
          [t('members.role'), t(`role.${member.role}`)],
          [t('members.status'), <MemberStatus key="status" status={member.status} />],
          [t('members.joined'), t(`members.joinedBy.${member.joined_by}`)],
          [t('members.since'), <Time key="since" at={member.created_at} />],
        ]}
      />
      {mayChange && (
        <>
          <Divider />
          <RoleForm key={member.sub} tenant={tenant} member={member} name={name} onDone={onDone} />
          <Divider />
          <MemberAccess tenant={tenant} member={member} name={name} isOwn={isOwn} onRemoved={onDone} />
        </>
      )}
    </Stack>
  );
}
