'use client';
import { Divider, Group, Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ConfirmButton } from '@/components/confirm-button';
import { ActionForm } from '@/components/form/action-form';
import { useApiForm } from '@/components/form/use-api-form';
import type { Membership } from '@/lib/types';
import { removeChannel, rotateSecret, updateChannel } from './actions';
import { ChannelFields } from './channel-fields';
import { changeOf, valuesOf, type ChannelValues } from './channel-values';
import type { Channel, ChannelWithSecret } from './types';
import { useChannelRules } from './use-channel-rules';

/** Changes a channel, gives it another secret, or deletes it. */
export function ChannelSettings({
  tenant,
  channel,
  onSecret,
  onDone,
}: {
  tenant: Membership;
  channel: Channel;
  onSecret: (channel: ChannelWithSecret) => void;
  onDone: () => void;
}) {
  const t = useTranslations('channels');
  const saveWord = useTranslations('form')('save');
  const { form, save, busy, problem } = useApiForm<ChannelValues>(valuesOf(channel), useChannelRules());
  const { name } = channel;
  const change = async () => {
    const body = changeOf(form.values, form.getInitialValues());
    const outcome = await save(
      () => updateChannel(tenant.tenant_id, channel, body),
      t('saved', { name: form.values.name }),
    );
    if (outcome.ok) onDone();
  };
  return (
    <Stack gap="lg">
      <ActionForm submit={saveWord} busy={busy} problem={problem} onSubmit={() => void change()}>
        <ChannelFields form={form} channel={channel} />
      </ActionForm>
      <Divider />
      <Group gap="xs">
        {channel.type === 'webhook' && (
          <ConfirmButton
            tenant={tenant}
            label={t('rotate')}
            title={t('rotateTitle', { name })}
            text={t('rotateText')}
            danger={false}
            act={() => rotateSecret(tenant.tenant_id, channel)}
            done={t('rotated', { name })}
            onDone={onSecret}
          />
        )}
        <ConfirmButton
          tenant={tenant}
          label={t('delete')}
          title={t('deleteTitle', { name })}
          text={t('deleteText')}
          act={() => removeChannel(tenant.tenant_id, channel)}
          done={t('deleted', { name })}
          onDone={onDone}
        />
      </Group>
    </Stack>
  );
}
