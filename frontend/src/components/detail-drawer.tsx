'use client';
import { Drawer, Group, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useRef, type ReactNode } from 'react';
import type { Membership } from '@/lib/types';
import { DrawerContext } from './drawer-context';
import { TenantAvatar } from './tenant-avatar';

/** What stands beside a list: one row, or the form for a new one. It names the tenant that it changes. */
export function DetailDrawer({
  tenant,
  opened,
  title,
  onClose,
  closeOnEscape = true,
  children,
}: {
  /** Absent: it concerns no single tenant. */
  tenant?: Pick<Membership, 'tenant_id' | 'name'>;
  opened: boolean;
  title: string;
  onClose: () => void;
  /** `false` while a dialog is in front of it: Escape closes one at a time. */
  closeOnEscape?: boolean;
  children: ReactNode;
}) {
  const t = useTranslations('form');
  const mayLeave = useRef(() => true);
  const close = () => {
    if (mayLeave.current()) onClose();
  };
  return (
    <Drawer
      opened={opened}
      onClose={close}
      closeOnEscape={closeOnEscape}
      position="right"
      size="lg"
      // What it shows is gone by then.
      transitionProps={{ exitDuration: 0 }}
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
      <DrawerContext value={{ close, mayLeave }}>{children}</DrawerContext>
    </Drawer>
  );
}
