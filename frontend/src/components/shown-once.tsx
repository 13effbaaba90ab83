'use client';
import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Membership } from '@/lib/types';
import { TenantAvatar } from './tenant-avatar';

/** For what is shown this once. It is not closed by accident: only its button does. */
export function ShownOnce({
  tenant,
  title,
  warning,
  onClose,
  children,
}: {
  tenant: Membership;
  title: string;
  warning: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useTranslations('form');
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="lg"
      centered
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Stack gap="md">
        <Group gap="xs">
          <TenantAvatar tenant={tenant} size={22} />
          <Text size="sm">{tenant.name}</Text>
        </Group>
        <Alert color="yellow" variant="light">
          <Text size="sm">{warning}</Text>
        </Alert>
        {children}
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('done')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
