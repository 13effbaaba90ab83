'use client';
import { Skeleton, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DetailDrawer } from '@/components/detail-drawer';
import { EmptyState } from '@/components/feedback/empty-state';
import { useUnsavedGuard } from '@/components/form/use-unsaved-guard';
import type { ListQuery } from '@/components/list/use-list-query';
import { useReturnFocus } from '@/components/use-return-focus';
import type { Item } from '@/lib/types';
import { DeleteItem } from './delete-item';
import { ItemDetails } from './item-details';
import { ItemForm } from './item-form';
import { useItemsHere } from './items-here';

type Doing = 'edit' | 'delete' | null;

/** One item beside the list, or the form for a new one. What the list has of it is shown until it has been read. */
export function ItemDrawer({
  id,
  list,
  rows,
  opened,
}: {
  id: string;
  list: ListQuery;
  rows: readonly Item[];
  opened: { readonly id: string; readonly item: Item | null } | null;
}) {
  const t = useTranslations('items');
  const { tenant, mayWrite } = useItemsHere();
  const [doing, setDoing] = useState<{ id: string; what: Doing }>({ id, what: null });
  const [dirty, setDirty] = useState(false);
  const { mayLeave } = useUnsavedGuard(dirty);
  useReturnFocus(`[data-row="${CSS.escape(id)}"]`);

  const item = opened?.id === id ? opened.item : rows.find((row) => row.id === id);
  const what = doing.id === id ? doing.what : null;
  const begin = (next: Doing) => setDoing({ id, what: next });
  const leave = (then: () => void) => {
    if (!mayLeave()) return;
    setDirty(false);
    then();
  };
  const close = () => list.open(null);
  const saved = (now: Item) => {
    setDirty(false);
    begin(null);
    if (now.id !== id) list.open(now.id, 'replace');
  };

  return (
    <DetailDrawer
      tenant={tenant}
      opened
      title={titleOf()}
      onClose={() => leave(close)}
      closeOnEscape={what !== 'delete'}
    >
      {content()}
      {item && what === 'delete' && (
        <DeleteItem item={item} onClose={() => begin(null)} onDeleted={() => list.open(null, 'replace')} />
      )}
    </DetailDrawer>
  );

  function titleOf(): string {
    if (id === 'new') return t('new');
    if (item === null) return t('goneTitle');
    if (item === undefined) return t('title');
    return what === 'edit' ? t('editTitle', { name: item.name }) : item.name;
  }

  function content() {
    if (id === 'new' && !mayWrite) return <Text size="sm">{t('noRight')}</Text>;
    if (id === 'new')
      return <ItemForm key="new" onDirty={setDirty} onDone={saved} onCancel={() => leave(close)} />;
    if (item === null) return <EmptyState icon="items" title={t('goneTitle')} text={t('goneText')} />;
    if (item === undefined) return <Pending />;
    if (what === 'edit')
      return (
        <ItemForm
          key={id}
          item={item}
          onDirty={setDirty}
          onDone={saved}
          onCancel={() => leave(() => begin(null))}
        />
      );
    return (
      <ItemDetails
        item={item}
        onPickTag={(tag) => list.filter({ tag, open: null })}
        onEdit={() => begin('edit')}
        onDelete={() => begin('delete')}
      />
    );
  }
}

function Pending() {
  return (
    <Stack gap="md" aria-hidden>
      <Skeleton height={36} width={180} />
      <Skeleton height={60} />
      <Skeleton height={120} />
    </Stack>
  );
}
