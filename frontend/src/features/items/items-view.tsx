'use client';
import { ActionIcon, Button, Group } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { lazy, Suspense, useState } from 'react';
import { Pager } from '@/components/list/pager';
import { SelectionBar } from '@/components/list/selection-bar';
import { useListKeys } from '@/components/list/use-list-keys';
import { useListQuery } from '@/components/list/use-list-query';
import { useSelection } from '@/components/list/use-selection';
import { PageTitle } from '@/components/page-title';
import type { Item, Page } from '@/lib/types';
import { ExportMenu, FileMenu } from './file-menus';
import { isNarrowed, ItemFilterBar } from './item-filter-bar';
import { ItemTable } from './item-table';
import { ItemsHereContext, type ItemsHere } from './items-here';

// What is not there at first is not sent at first.
const BulkDelete = lazy(async () => ({ default: (await import('./bulk-delete')).BulkDelete }));
const ImportDialog = lazy(async () => ({ default: (await import('./import-dialog')).ImportDialog }));
const ItemDrawer = lazy(async () => ({ default: (await import('./item-drawer')).ItemDrawer }));
const ItemsEmpty = lazy(async () => ({ default: (await import('./items-empty')).ItemsEmpty }));
const KeysHelp = lazy(async () => ({ default: (await import('@/components/list/keys-help')).KeysHelp }));

export function ItemsView({
  here,
  page,
  opened,
}: {
  here: ItemsHere;
  page: Page<Item>;
  /** What has been read of the row that the address names; `null` where there is none. */
  opened: { readonly id: string; readonly item: Item | null } | null;
}) {
  const t = useTranslations();
  const list = useListQuery();
  const selection = useSelection(page.data);
  const [dialog, setDialog] = useState<'import' | 'delete' | null>(null);
  const isBare = page.data.length === 0 && !isNarrowed(list);
  const create = () => list.open('new');
  const close = () => setDialog(null);
  const keys = useListKeys({
    Escape: selection.clear,
    ...(here.mayWrite && { n: create, x: (id) => id !== null && selection.toggle(id) }),
  });
  const ownKeys: readonly (readonly [string, string])[] = here.mayWrite
    ? [
        ['n', t('items.keyNew')],
        ['x', t('keys.select')],
      ]
    : [];
  const importFile = () => setDialog('import');
  const importButton = here.mayWrite && (
    <Button variant="default" px="sm" onClick={importFile}>
      {t('items.import')}
    </Button>
  );
  const createButton = here.mayWrite && (
    <Button px="sm" onClick={create}>
      {t('items.new')}
    </Button>
  );
  return (
    <ItemsHereContext value={here}>
      <PageTitle tenant={here.tenant} title={t('items.title')}>
        {!isBare && (
          <Group gap="xs">
            <Group gap="xs" visibleFrom="sm">
              <ActionIcon
                variant="subtle"
                color="gray"
                size={36}
                aria-label={t('keys.help')}
                title={t('keys.help')}
                onClick={keys.open}
              >
                ?
              </ActionIcon>
              <ExportMenu />
              {importButton}
            </Group>
            <FileMenu onImport={importFile} />
            {createButton}
          </Group>
        )}
      </PageTitle>
      {!isBare && <ItemFilterBar rows={page.data} list={list} />}
      {page.data.length > 0 && <ItemTable rows={page.data} list={list} selection={selection} />}
      <Suspense>
        {page.data.length === 0 && (
          <ItemsEmpty isBare={isBare} list={list}>
            {importButton}
            {createButton}
          </ItemsEmpty>
        )}
      </Suspense>
      <Pager list={list} next={page.next_cursor} />
      <SelectionBar selection={selection}>
        <Button size="xs" color="red.9" onClick={() => setDialog('delete')}>
          {t('form.delete')}
        </Button>
      </SelectionBar>
      <Suspense>
        {list.openId !== null && <ItemDrawer id={list.openId} list={list} rows={page.data} opened={opened} />}
        {dialog === 'import' && <ImportDialog onClose={close} />}
        {dialog === 'delete' && <BulkDelete selected={selection.selected} onClose={close} />}
        {keys.opened && <KeysHelp keys={keys} more={ownKeys} />}
      </Suspense>
    </ItemsHereContext>
  );
}
