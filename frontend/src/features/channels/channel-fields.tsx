'use client';
import { Select, Switch, TagsInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ChannelValues } from './channel-values';
import type { Channel } from './types';

const SEVERITIES = ['critical', 'warning', 'info'] as const;
const MAX_RECIPIENTS = 10;

/** The fields of a channel, as its type needs them. */
export function ChannelFields({
  form,
  channel,
  children,
}: {
  form: UseFormReturnType<ChannelValues>;
  /** Absent: a new one. */
  channel?: Channel;
  /** Stands below the name. */
  children?: ReactNode;
}) {
  const t = useTranslations('channels');
  const { type } = form.values;
  return (
    <>
      <TextInput
        label={t('name')}
        maxLength={100}
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('name')}
      />
      {children}
      {type === 'email' ? (
        <TagsInput
          label={t('recipients')}
          description={t('recipientsText')}
          maxTags={MAX_RECIPIENTS}
          splitChars={[',', ';', ' ']}
          acceptValueOnBlur
          {...form.getInputProps('recipients')}
        />
      ) : (
        <TextInput
          label={t('url')}
          description={t(`urlText.${type}`)}
          type="url"
          autoComplete="off"
          maxLength={2_048}
          {...(channel?.type === 'slack' && { placeholder: t('urlKept', { url: channel.url ?? '' }) })}
          {...form.getInputProps('url')}
        />
      )}
      <Select
        label={t('minSeverity')}
        data={SEVERITIES.map((value) => ({ value, label: t(`fromSeverity.${value}`) }))}
        allowDeselect={false}
        {...form.getInputProps('min_severity')}
      />
      <Switch
        label={t('enabled')}
        description={t('enabledText')}
        {...form.getInputProps('enabled', { type: 'checkbox' })}
      />
    </>
  );
}
