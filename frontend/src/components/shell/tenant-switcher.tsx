'use client';
import { Button, Menu, Text, VisuallyHidden } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { Membership } from '@/lib/types';
import { Icon } from '../icons';
import { TenantAvatar } from '../tenant-avatar';
import { useTenantSwitch } from './use-tenant-switch';

export function TenantSwitcher({
  tenants,
  current,
}: {
  tenants: readonly Membership[];
  current: Membership;
}) {
  const t = useTranslations();
  const { busy, switchTo } = useTenantSwitch();
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <Button
          variant="default"
          loading={busy}
          leftSection={<TenantAvatar tenant={current} size={22} />}
          rightSection={<Icon name="down" size={16} />}
          maw={200}
          px="xs"
        >
          <VisuallyHidden>{t('shell.switchTenant')}: </VisuallyHidden>
          {current.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.tenant')}</Menu.Label>
        {tenants.map((tenant) => (
          <Menu.Item
            key={tenant.tenant_id}
            leftSection={<TenantAvatar tenant={tenant} size={24} />}
            onClick={() => switchTo(tenant.tenant_id)}
            aria-current={tenant.tenant_id === current.tenant_id}
          >
            <Text size="sm">{tenant.name}</Text>
            <Text size="xs" c="dimmed">
              {t(`role.${tenant.role}`)}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
