'use client';
import { ActionIcon, Button, Kbd } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { useTranslations } from 'next-intl';
import { lazy, Suspense } from 'react';
import type { Me, Membership } from '@/lib/types';
import { Icon } from '../icons';

const CommandDialog = lazy(async () => ({ default: (await import('./command-dialog')).CommandDialog }));

/** Goes anywhere by a few letters: Ctrl-K, or Cmd-K. */
export function CommandPalette({ me, tenant }: { me: Me; tenant: Membership | null }) {
  const t = useTranslations('palette');
  const [opened, { open, close, toggle }] = useDisclosure(false);
  // While one types as well.
  useHotkeys([['mod+K', toggle]], []);
  return (
    <>
      <Button
        variant="default"
        size="xs"
        visibleFrom="md"
        onClick={open}
        leftSection={<Icon name="search" size={14} />}
        rightSection={<Kbd size="xs">Ctrl K</Kbd>}
        fw={400}
      >
        {t('open')}
      </Button>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        hiddenFrom="md"
        aria-label={t('open')}
        onClick={open}
      >
        <Icon name="search" />
      </ActionIcon>
      <Suspense>{opened && <CommandDialog me={me} tenant={tenant} onClose={close} />}</Suspense>
    </>
  );
}
