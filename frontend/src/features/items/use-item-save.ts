'use client';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { useAction } from '@/components/form/use-action';
import { idempotencyKey } from '@/lib/idempotency-key';
import type { Problem } from '@/lib/problem';
import type { Item, ItemBody } from '@/lib/types';
import { createItem, readItem, updateItem } from './actions';
import { useItemsHere } from './items-here';

/** Somebody else was quicker: by the version that was sent, or within the same moment. */
const OVERTAKEN = ['resource/changed', 'item/conflict'];

/**
 * Saves a form.
 * @param before what the form began with; `undefined` for a new item
 */
export function useItemSave(before: Item | undefined, onDone: (saved: Item) => void) {
  const t = useTranslations('items');
  const { tenant } = useItemsHere();
  const { run, busy, problem, forget } = useAction();
  const [theirs, setTheirs] = useState<Item | null>(null);
  const attempt = useRef({ body: '', key: '' });

  /** One key for each thing to be made: pressed twice or tried again, it is made once. */
  function keyFor(body: ItemBody): string {
    const text = JSON.stringify(body);
    if (attempt.current.body !== text) attempt.current = { body: text, key: idempotencyKey() };
    return attempt.current.key;
  }

  /** @returns what is in the way, for the fields of the form */
  async function save(body: ItemBody, changes: Partial<ItemBody>): Promise<Problem | undefined> {
    const current = theirs ?? before;
    const outcome = await (current === undefined
      ? run(() => createItem(tenant.tenant_id, keyFor(body), body), t('createdNote', { name: body.name }))
      : run(() => updateItem(tenant.tenant_id, current, changes), t('savedNote')));
    if (outcome.ok) {
      onDone(outcome.value);
      return undefined;
    }
    if (current === undefined || !OVERTAKEN.includes(outcome.problem.code)) return outcome.problem;
    const now = await run(() => readItem(tenant.tenant_id, current.id));
    if (!now.ok) return now.problem;
    forget();
    setTheirs(now.value);
    return undefined;
  }
  return { save, busy, problem, theirs };
}
