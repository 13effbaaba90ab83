'use client';
import { TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ActionForm } from '@/components/form/action-form';
import { useApiForm } from '@/components/form/use-api-form';
import { createTenant } from './actions';

export function NewTenantForm({ onDone }: { onDone: () => void }) {
  const t = useTranslations('tenants');
  const { form, save, busy, problem } = useApiForm(
    { tenant_id: '', name: '', admin_email: '' },
    {
      rules: {
        tenant_id: t('rules.tenant_id'),
        name: t('rules.name'),
        admin_email: t('rules.admin_email'),
      },
      fields: { 'tenant/exists': 'tenant_id', 'member/address_not_confirmed': 'admin_email' },
    },
  );
  const create = async () => {
    const tenant_id = form.values.tenant_id.trim();
    const name = form.values.name.trim();
    const email = form.values.admin_email.trim();
    const outcome = await save(
      () => createTenant({ tenant_id, name, ...(email !== '' && { admin_email: email }) }),
      email === '' ? t('created', { name }) : t('createdInvited', { name, email }),
    );
    if (outcome.ok) onDone();
  };
  return (
    <ActionForm submit={t('create')} busy={busy} problem={problem} onSubmit={() => void create()}>
      <TextInput
        label={t('id')}
        description={t('idText')}
        maxLength={64}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        data-autofocus
        {...form.getInputProps('tenant_id')}
      />
      <TextInput label={t('name')} maxLength={200} autoComplete="off" {...form.getInputProps('name')} />
      <TextInput
        label={t('admin')}
        description={t('adminText')}
        type="email"
        maxLength={254}
        autoComplete="off"
        {...form.getInputProps('admin_email')}
      />
    </ActionForm>
  );
}
