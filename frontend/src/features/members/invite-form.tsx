'use client';
import { Text, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ActionForm } from '@/components/form/action-form';
import { useApiForm } from '@/components/form/use-api-form';
import type { Membership, Role } from '@/lib/types';
import { inviteMember } from './actions';
import { RoleChoice } from './role-choice';

export function InviteForm({ tenant, onDone }: { tenant: Membership; onDone: () => void }) {
  const t = useTranslations('members');
  const { form, save, busy, problem } = useApiForm<{ email: string; role: Role }>(
    { email: '', role: 'member' },
    {
      rules: { email: t('rules.email') },
      fields: {
        'member/exists': 'email',
        'member/address_not_confirmed': 'email',
        'member/address_refused': 'email',
      },
    },
  );
  const invite = async () => {
    const { email, role } = form.values;
    const outcome = await save(
      () => inviteMember(tenant.tenant_id, { email: email.trim(), role }),
      t('invited', { email: email.trim() }),
    );
    if (outcome.ok) onDone();
  };
  return (
    <ActionForm submit={t('sendInvitation')} busy={busy} problem={problem} onSubmit={() => void invite()}>
      <Text size="sm" c="dimmed">
        {t('inviteText')}
      </Text>
      <TextInput
        label={t('email')}
        type="email"
        autoComplete="off"
        placeholder={t('emailPlaceholder')}
        maxLength={254}
        data-autofocus
        {...form.getInputProps('email')}
      />
      <RoleChoice value={form.values.role} onChange={(role) => form.setFieldValue('role', role)} />
    </ActionForm>
  );
}
