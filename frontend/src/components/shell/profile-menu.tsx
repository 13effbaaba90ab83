'use client';
import { ActionIcon, Avatar, Button, Popover, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { Me } from '@/lib/types';
import { initials } from '../avatar-color';

export function ProfileMenu({ me }: { me: Me }) {
  const t = useTranslations('shell');
  const [opened, { toggle, close }] = useDisclosure();
  const name = me.email ?? me.username;
  return (
    <Popover opened={opened} onDismiss={close} position="bottom-end" width={240} trapFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size={36} title={t('profile')} onClick={toggle}>
          <VisuallyHidden>{t('profile')}</VisuallyHidden>
          <Avatar size={28} radius="xl" aria-hidden>
            {initials(name)}
          </Avatar>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Text size="sm" className="long">
            {name}
          </Text>
          <Button component={Link} href="/profile" variant="default" onClick={close}>
            {t('settings')}
          </Button>
          <form method="post" action="/auth/sign-out">
            <Button type="submit" variant="default" fullWidth>
              {t('signOut')}
            </Button>
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
