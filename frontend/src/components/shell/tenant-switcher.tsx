'use client';
import { Button, Menu, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { chooseTenant } from '@/lib/preferences';
import type { Membership } from '@/lib/types';
import { Icon } from '../icons';
import { TenantAvatar } from '../tenant-avatar';

export function TenantSwitcher({
  tenants,
  current,
}: {
  tenants: readonly Membership[];
  current: Membership;
}) {
  const t = useTranslations();
  const router = useRouter();
  const [busy, start] = useTransition();
  const choose = (id: string) =>
    start(async () => {
      await chooseTenant(id);
      // Filters, cursors and addresses of rows belong to the tenant that was left.
      router.push('/');
      router.refresh();
    });
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <Button
          variant="default"
          loading={busy}
          leftSection={<TenantAvatar tenant={current} size={22} />}
          rightSection={<Icon name="down" size={16} />}
          aria-label={`${t('shell.switchTenant')}: ${current.name}`}
          maw={200}
          px="xs"
        >
          {current.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.tenant')}</Menu.Label>
        {tenants.map((tenant) => (
          <Menu.Item
            key={tenant.tenant_id}
            leftSection={<TenantAvatar tenant={tenant} size={24} />}
            onClick={() => choose(tenant.tenant_id)}
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
