'use client';
import { Input, SegmentedControl } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ActionForm } from '@/components/form/action-form';
import { useApiForm } from '@/components/form/use-api-form';
import type { Membership } from '@/lib/types';
import { createChannel } from './actions';
import { ChannelFields } from './channel-fields';
import { NEW_CHANNEL, newChannelOf, type ChannelValues } from './channel-values';
import type { ChannelWithSecret } from './types';
import { useChannelRules } from './use-channel-rules';

const TYPES = ['webhook', 'slack', 'email'] as const;

export function NewChannelForm({
  tenant,
  onCreated,
}: {
  tenant: Membership;
  onCreated: (channel: ChannelWithSecret) => void;
}) {
  const t = useTranslations('channels');
  const { form, save, busy, problem } = useApiForm<ChannelValues>(NEW_CHANNEL, useChannelRules());
  const create = async () => {
    const body = newChannelOf(form.values);
    const outcome = await save(
      () => createChannel(tenant.tenant_id, body),
      t('created', { name: body.name }),
    );
    if (outcome.ok) onCreated(outcome.value);
  };
  return (
    <ActionForm submit={t('create')} busy={busy} problem={problem} onSubmit={() => void create()}>
      <ChannelFields form={form}>
        <Input.Wrapper label={t('type')} labelElement="div">
          <SegmentedControl
            fullWidth
            aria-label={t('type')}
            data={TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
            {...form.getInputProps('type')}
          />
        </Input.Wrapper>
      </ChannelFields>
    </ActionForm>
  );
}
