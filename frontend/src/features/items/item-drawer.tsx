'use client';
import { Button, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DetailDrawer } from '@/components/detail-drawer';
import { Bone } from '@/components/feedback/bone';
import { EmptyState } from '@/components/feedback/empty-state';
import type { ListQuery } from '@/components/list/use-list-query';
import { useReturnFocus } from '@/components/use-return-focus';
import type { Item } from '@/lib/types';
import { DeleteItem } from './delete-item';
import { ItemDetails } from './item-details';
import { ItemForm } from './item-form';
import { useItemsHere } from './items-here';

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
  const t = useTranslations();
  const { tenant, mayWrite } = useItemsHere();
  // As it was when editing began: what is typed goes by that, even when the item is deleted meanwhile.
  const [edited, setEdited] = useState<Item | null>(null);
  const [deleted, setDeleted] = useState<Item | null>(null);
  useReturnFocus(() => document.querySelector(`[data-row="${CSS.escape(id)}"]`));

  const item = opened?.id === id ? opened.item : rows.find((row) => row.id === id);
  const isEditing = edited?.id === id;
  const close = () => list.open(null);
  const saved = (now: Item) => {
    setEdited(null);
    if (now.id !== id) list.open(now.id, 'replace');
  };

  return (
    <DetailDrawer tenant={tenant} opened title={titleOf()} onClose={close} closeOnEscape={deleted === null}>
      {content()}
      {deleted !== null && (
        <DeleteItem
          // With the version that is shown behind it.
          item={item ?? deleted}
          onClose={() => setDeleted(null)}
          onDeleted={() => list.open(null, 'replace')}
        />
      )}
    </DetailDrawer>
  );

  function titleOf(): string {
    if (id === 'new') return t('items.new');
    if (isEditing) return t('items.editTitle', { name: edited.name });
    if (item === null) return t('items.goneTitle');
    return item?.name ?? t('items.title');
  }

  function content() {
    if (id === 'new' && !mayWrite) return <Text size="sm">{t('items.noRight')}</Text>;
    if (id === 'new') return <ItemForm key="new" onDone={saved} onCancel={close} />;
    if (isEditing) return <ItemForm key={id} item={edited} onDone={saved} onCancel={() => setEdited(null)} />;
    if (item === null)
      return (
        <EmptyState icon="items" title={t('items.goneTitle')} text={t('items.goneText')}>
          <Button variant="default" onClick={close}>
            {t('form.close')}
          </Button>
        </EmptyState>
      );
    if (item === undefined) return <Pending />;
    return (
      <ItemDetails
        item={item}
        onPickTag={(tag) => list.filter({ tag, open: null })}
        onEdit={() => setEdited(item)}
        onDelete={() => setDeleted(item)}
      />
    );
  }
}

function Pending() {
  return (
    <Stack gap="md" aria-hidden>
      <Bone height={36} width={180} />
      <Bone height={60} />
      <Bone height={120} />
    </Stack>
  );
}
