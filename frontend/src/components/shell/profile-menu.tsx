'use client';
import { ActionIcon, Avatar, Button, Popover, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { Me } from '@/lib/types';
import { initials } from '../avatar-color';

export function ProfileMenu({ me }: { me: Me }) {
  const t = useTranslations('shell');
  const name = me.email ?? me.username;
  return (
    <Popover position="bottom-end" width={240} trapFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('profile')}>
          <Avatar size={28} radius="xl">
            {initials(name)}
          </Avatar>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Text size="sm" className="long">
            {name}
          </Text>
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
