'use client';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Problem } from '@/lib/problem';
import type { Membership } from '@/lib/types';
import { ProblemNote } from './feedback/problem-note';
import { TenantAvatar } from './tenant-avatar';

/** Asks before what cannot be undone, and names the tenant that it is done in. */
export function ConfirmDialog({
  tenant,
  opened,
  title,
  text,
  action,
  danger = true,
  busy,
  problem,
  onConfirm,
  onClose,
  children,
}: {
  /** Absent: it concerns no single tenant. */
  tenant?: Pick<Membership, 'tenant_id' | 'name'>;
  opened: boolean;
  title: string;
  text: string;
  /** The word on the button that does it. */
  action: string;
  danger?: boolean;
  busy: boolean;
  problem: Problem | null;
  onConfirm: () => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  const t = useTranslations('form');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="md">
        {tenant !== undefined && (
          <Group gap="xs">
            <TenantAvatar tenant={tenant} size={22} />
            <Text size="sm">{tenant.name}</Text>
          </Group>
        )}
        <Text size="sm" className="long">
          {text}
        </Text>
        {children}
        {problem !== null && <ProblemNote problem={problem} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button {...(danger && { color: 'red.9' })} loading={busy} onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
