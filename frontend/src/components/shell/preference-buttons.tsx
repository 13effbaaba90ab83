'use client';
import { ActionIcon, Button, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useLocale, useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { chooseLanguage } from '@/lib/preferences';
import { Icon } from '../icons';

export function ThemeButton() {
  const t = useTranslations('shell');
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: true });
  return (
    <ActionIcon
      variant="default"
      size={36}
      aria-label={t('theme')}
      title={t('theme')}
      onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
    >
      <Icon name="theme" />
    </ActionIcon>
  );
}

/** Named in the language that it leads to. */
export function LanguageButton() {
  const t = useTranslations('shell');
  const router = useRouter();
  const other = useLocale() === 'en' ? 'ja' : 'en';
  const choose = async () => {
    await chooseLanguage(other);
    router.refresh();
  };
  return (
    <Button variant="subtle" color="gray" px="xs" lang={other} onClick={() => void choose()}>
      {t('language')}
    </Button>
  );
}
