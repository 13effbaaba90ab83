'use client';
import { Button, Menu } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/icons';
import { useItemsHere } from './items-here';

/** Files of all that the filters let through, in the order of the list. */
export function ExportMenu() {
  const t = useTranslations('items');
  const { tenant, filter } = useItemsHere();
  const file = (format: 'csv' | 'ndjson') => {
    const query = new URLSearchParams({ tenant: tenant.tenant_id, format, ...filter });
    return { component: 'a', href: `/api/items/export?${query}`, download: true } as const;
  };
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <Button variant="default" px="sm" rightSection={<Icon name="down" size={16} />}>
          {t('export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('exportLabel')}</Menu.Label>
        <Menu.Item {...file('csv')}>{t('exportCsv')}</Menu.Item>
        <Menu.Item {...file('ndjson')}>{t('exportNdjson')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
