'use client';
import { useTranslations } from 'next-intl';

/** What the API refuses of a channel, at its fields. */
export function useChannelRules() {
  const t = useTranslations('channels.rules');
  return {
    rules: { name: t('name'), url: t('url'), recipients: t('recipients') },
    fields: { 'channel/name_taken': 'name' },
  };
}
