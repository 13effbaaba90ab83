'use client';
import { Group, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ConfirmButton } from '@/components/confirm-button';
import type { Member, Membership } from '@/lib/types';
import { changeMember, removeMember } from './actions';
import { ResendButton } from './resend-button';

/** Lets a member in or keeps them out. */
export function MemberAccess({
  tenant,
  member,
  name,
  isOwn,
  onRemoved,
}: {
  tenant: Membership;
  member: Member;
  name: string;
  isOwn: boolean;
  onRemoved: () => void;
}) {
  const t = useTranslations();
  const words = { name, tenant: tenant.name, role: t(`role.${member.role}`) };
  const losing = (text: string) => (isOwn ? `${text} ${t('members.ownText')}` : text);
  const change = (status: 'active' | 'suspended') => () => changeMember(tenant.tenant_id, member, { status });
  return (
    <div>
      <Text size="sm" fw={600} mb="xs">
        {t('members.access')}
      </Text>
      <Group gap="xs">
        {member.joined_by === 'invite' && member.status === 'active' && member.email !== null && (
          <ResendButton tenant={tenant} email={member.email} role={member.role} />
        )}
        {member.status === 'active' ? (
          <ConfirmButton
            key="suspend"
            tenant={tenant}
            label={t('members.suspend')}
            title={t('members.suspendTitle', words)}
            text={losing(t('members.suspendText', words))}
            act={change('suspended')}
            done={t('members.suspended', words)}
          />
        ) : (
          <ConfirmButton
            key="reactivate"
            tenant={tenant}
            label={t('members.reactivate')}
            title={t('members.reactivateTitle', words)}
            text={t('members.reactivateText', words)}
            danger={false}
            act={change('active')}
            done={t('members.reactivated', words)}
          />
        )}
        <ConfirmButton
          tenant={tenant}
          label={t('members.remove')}
          title={t('members.removeTitle', words)}
          text={losing(t('members.removeText', words))}
          act={() => removeMember(tenant.tenant_id, member)}
          done={t('members.removed', words)}
          onDone={onRemoved}
        />
      </Group>
    </div>
  );
}
