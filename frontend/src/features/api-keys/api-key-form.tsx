'use client';
import { Checkbox, Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ActionForm } from '@/components/form/action-form';
import { useApiForm } from '@/components/form/use-api-form';
import type { Membership } from '@/lib/types';
import { createApiKey } from './actions';
import { LASTS, expiryOf, type Lasts } from './expiry';
import type { IssuedApiKey, NewApiKey } from './types';

const SCOPES = ['alerts:write'] as const satisfies NewApiKey['scopes'];

export function ApiKeyForm({
  tenant,
  onIssued,
}: {
  tenant: Membership;
  onIssued: (issued: IssuedApiKey) => void;
}) {
  const t = useTranslations('apiKeys');
  const { form, save, busy, problem } = useApiForm(
    { name: '', scopes: [...SCOPES] as string[], lasts: '90' as Lasts, expires_at: '' },
    { rules: { name: t('rules.name'), scopes: t('rules.scopes'), expires_at: t('rules.expires_at') } },
  );
  const { lasts } = form.values;
  const create = async () => {
    const { name, scopes, expires_at } = form.values;
    const outcome = await save(() =>
      createApiKey(tenant.tenant_id, {
        name: name.trim(),
        scopes: SCOPES.filter((scope) => scopes.includes(scope)),
        expires_at: expiryOf(lasts, expires_at),
      }),
    );
    if (outcome.ok) onIssued(outcome.value);
  };
  return (
    <ActionForm submit={t('create')} busy={busy} problem={problem} onSubmit={() => void create()}>
      <TextInput
        label={t('name')}
        description={t('nameHint')}
        maxLength={100}
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Checkbox.Group label={t('scopes')} {...form.getInputProps('scopes')}>
        <Stack gap="xs" mt="xs">
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              value={scope}
              label={t(`scope.${scope}`)}
              description={t(`scopeText.${scope}`)}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <Select
        label={t('lasts')}
        data={LASTS.map((value) => ({ value, label: t(`lastsFor.${value}`) }))}
        allowDeselect={false}
        {...form.getInputProps('lasts')}
      />
      {lasts === 'never' && (
        <Text size="sm" c="dimmed">
          {t('neverText')}
        </Text>
      )}
      {lasts === 'date' && (
        <TextInput label={t('lastDay')} type="date" {...form.getInputProps('expires_at')} />
      )}
    </ActionForm>
  );
}
