'use client';
import { useTranslations } from 'next-intl';
import { ActionForm } from '@/components/form/action-form';
import { useApiForm } from '@/components/form/use-api-form';
import type { Member, Membership, Role } from '@/lib/types';
import { changeMember } from './actions';
import { RoleChoice } from './role-choice';

export function RoleForm({
  tenant,
  member,
  name,
  onDone,
}: {
  tenant: Membership;
  member: Member;
  name: string;
  onDone: () => void;
}) {
  const t = useTranslations();
  const { form, save, busy, problem } = useApiForm<{ role: Role }>({ role: member.role });
  const change = async () => {
    const { role } = form.values;
    const outcome = await save(
      () => changeMember(tenant.tenant_id, member, { role }),
      t('members.roleChanged', { name, role: t(`role.${role}`) }),
    );
    if (outcome.ok) onDone();
  };
  return (
    <ActionForm submit={t('members.changeRole')} busy={busy} problem={problem} onSubmit={() => void change()}>
      <RoleChoice value={form.values.role} onChange={(role) => form.setFieldValue('role', role)} />
    </ActionForm>
  );
}
