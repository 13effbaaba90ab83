'use client';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/icons';
import { useItemsHere } from './items-here';

export function ExportMenu() {
  const t = useTranslations('items');
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <Button variant="default" px="sm" rightSection={<Icon name="down" size={16} />}>
          {t('export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <ExportItems />
      </Menu.Dropdown>
    </Menu>
  );
}

/** All about files in one menu, where there is no room for a button each. */
export function FileMenu({ onImport }: { onImport: () => void }) {
  const t = useTranslations();
  const { mayWrite } = useItemsHere();
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="default" size={36} hiddenFrom="sm" aria-label={t('list.actions')}>
          <Icon name="menu" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayWrite && <Menu.Item onClick={onImport}>{t('items.import')}</Menu.Item>}
        <ExportItems />
      </Menu.Dropdown>
    </Menu>
  );
}

/** Files of all that the filters let through, in the order of the list. */
function ExportItems() {
  const t = useTranslations('items');
  const { tenant, filter } = useItemsHere();
  const file = (format: 'csv' | 'ndjson') => {
    const query = new URLSearchParams({ tenant: tenant.tenant_id, format, ...filter });
    return { component: 'a', href: `/api/items/export?${query}`, download: true } as const;
  };
  return (
    <>
      <Menu.Label>{t('exportLabel')}</Menu.Label>
      <Menu.Item {...file('csv')}>{t('exportCsv')}</Menu.Item>
      <Menu.Item {...file('ndjson')}>{t('exportNdjson')}</Menu.Item>
    </>
  );
}
