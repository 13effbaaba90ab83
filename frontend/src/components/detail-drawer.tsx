'use client';
import { Drawer, Group, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Membership } from '@/lib/types';
import { TenantAvatar } from './tenant-avatar';

/** What stands beside a list: one row, or the form for a new one. It names the tenant that it changes. */
export function DetailDrawer({
  tenant,
  opened,
  title,
  onClose,
  children,
}: {
  /** Absent: it concerns no single tenant. */
  tenant?: Pick<Membership, 'tenant_id' | 'name'>;
  opened: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useTranslations('form');
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
      title={
        <Group gap="sm" wrap="nowrap">
          {tenant !== undefined && <TenantAvatar tenant={tenant} size={24} />}
          <div>
            <Text size="xs" c="dimmed">
              {tenant?.name}
            </Text>
            <Text fw={600} className="long">
              {title}
            </Text>
          </div>
        </Group>
      }
    >
      {children}
    </Drawer>
  );
}
