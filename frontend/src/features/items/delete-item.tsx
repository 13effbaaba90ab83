'use client';
import { useTranslations } from 'next-intl';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { useAction } from '@/components/form/use-action';
import type { Item } from '@/lib/types';
import { removeItem } from './actions';
import { useItemsHere } from './items-here';

/** Asks first. Where somebody has changed the item meanwhile the new state is behind the dialog, and to be judged anew. */
export function DeleteItem({
  item,
  onClose,
  onDeleted,
}: {
  item: Item;
  onClose: () => void;
  onDeleted: () => void;
}) {
  const t = useTranslations();
  const { tenant } = useItemsHere();
  const { run, busy, problem } = useAction();
  const remove = async () => {
    const done = t('items.deletedNote', { name: item.name });
    const { ok } = await run(() => removeItem(tenant.tenant_id, item), done);
    if (ok) onDeleted();
  };
  return (
    <ConfirmDialog
      tenant={tenant}
      opened
      title={t('items.deleteTitle')}
      text={t('items.deleteText', { name: item.name })}
      action={t('form.delete')}
      busy={busy}
      problem={problem}
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  );
}
