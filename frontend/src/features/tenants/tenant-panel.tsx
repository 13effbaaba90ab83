'use client';
import { Code, Divider, Group, Stack, Text, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ConfirmButton } from '@/components/confirm-button';
import { Facts } from '@/components/facts';
import { ActionForm } from '@/components/form/action-form';
import { useApiForm } from '@/components/form/use-api-form';
import { Time } from '@/components/time';
import { updateTenant } from './actions';
import { TenantStatus } from './tenant-status';
import type { Tenant } from './types';

/** One tenant, its name, and whether anybody gets in. */
export function TenantPanel({ tenant, onDone }: { tenant: Tenant; onDone: () => void }) {
  const t = useTranslations('tenants');
  const { tenant_id, name, status, plan, created_at, updated_at } = tenant;
  const { form, save, busy, problem } = useApiForm({ name }, { rules: { name: t('rules.name') } });
  const rename = async () => {
    const chosen = form.values.name.trim();
    const outcome = await save(() => updateTenant(tenant, { name: chosen }), t('renamed', { name: chosen }));
    if (outcome.ok) onDone();
  };
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          [t('id'), <Code key="id">{tenant_id}</Code>],
          [t('status'), <TenantStatus key="status" status={status} />],
          [t('plan'), <Code key="plan">{plan}</Code>],
          [t('since'), <Time key="since" at={created_at} />],
          [t('changed'), <Time key="changed" at={updated_at} />],
        ]}
      />
      <Divider />
      <ActionForm submit={t('rename')} busy={busy} problem={problem} onSubmit={() => void rename()}>
        <TextInput label={t('name')} maxLength={200} {...form.getInputProps('name')} />
      </ActionForm>
      <Divider />
      <div>
        <Text size="sm" fw={600} mb="xs">
          {t('access')}
        </Text>
        <Group>
          {status === 'active' ? (
            <ConfirmButton
              key="suspend"
              tenant={tenant}
              label={t('suspend')}
              title={t('suspendTitle', { name })}
              text={t('suspendText', { name })}
              act={() => updateTenant(tenant, { status: 'suspended' })}
              done={t('suspended', { name })}
            />
          ) : (
            <ConfirmButton
              key="reactivate"
              tenant={tenant}
              label={t('reactivate')}
              title={t('reactivateTitle', { name })}
              text={t('reactivateText', { name })}
              danger={false}
              act={() => updateTenant(tenant, { status: 'active' })}
              done={t('reactivated', { name })}
            />
          )}
        </Group>
      </div>
    </Stack>
  );
}
