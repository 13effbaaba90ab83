'use client';
import { MantineThemeProvider, Notification } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';

/** Where notices of what has been done appear; the button that closes one has a name. */
export function Notices() {
  const t = useTranslations('form');
  const named = Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': t('close') } } });
  return (
    <MantineThemeProvider inherit theme={{ components: { Notification: named } }}>
      <Notifications position="bottom-right" />
    </MantineThemeProvider>
  );
}
