'use client';
import { Input, SegmentedControl, Select, Stack, useMantineColorScheme } from '@mantine/core';
import { useMounted } from '@mantine/hooks';
import { useLocale, useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { LOCALES } from '@/i18n/locales';
import { chooseLanguage, chooseTimeZone } from '@/lib/preferences';

const THEMES = ['auto', 'light', 'dark'] as const;
/** Each language in itself. */
const NAMES = { en: 'English', ja: '日本語' } as const;

/** How pages look and read on this device; each choice counts at once. */
export function SettingsForm({ chosenZone }: { chosenZone: string | null }) {
  const t = useTranslations('profile');
  const router = useRouter();
  const locale = useLocale();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  // The server does not know the theme.
  const isMounted = useMounted();
  const chooseZone = async (zone: string | null) => {
    await chooseTimeZone(zone ?? '');
    router.refresh();
  };
  const chooseLocale = async (language: string) => {
    await chooseLanguage(language);
    router.refresh();
  };
  return (
    <Stack gap="md">
      <Input.Wrapper label={t('language')} labelElement="div">
        <SegmentedControl
          fullWidth
          aria-label={t('language')}
          data={LOCALES.map((value) => ({ value, label: NAMES[value] }))}
          value={locale}
          onChange={(language) => void chooseLocale(language)}
        />
      </Input.Wrapper>
      <Input.Wrapper label={t('theme')} labelElement="div">
        <SegmentedControl
          fullWidth
          aria-label={t('theme')}
          data={THEMES.map((value) => ({ value, label: t(`themes.${value}`) }))}
          value={isMounted ? colorScheme : 'auto'}
          onChange={setColorScheme}
        />
      </Input.Wrapper>
      <Select
        label={t('timeZone')}
        data={[{ value: '', label: t('browserZone') }, 'UTC', ...Intl.supportedValuesOf('timeZone')]}
        value={chosenZone ?? ''}
        onChange={(zone) => void chooseZone(zone)}
        allowDeselect={false}
        searchable
      />
    </Stack>
  );
}
