'use client';
import { useTranslations } from 'next-intl';

export function useChannelRules() {
  const t = useTranslations('channels.rules');
  return { name: t('name'), url: t('url'), recipients: t('recipients') };
}
