'use client';
import { List, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { useProblemText } from '@/components/feedback/use-problem-text';
import { useAction } from '@/components/form/use-action';
import { useReturnFocus } from '@/components/use-return-focus';
import type { Problem } from '@/lib/problem';
import type { Item } from '@/lib/types';
import { removeItems } from './actions';
import { useItemsHere } from './items-here';

const NAMED = 5;

/** Deletes what is selected. Those that could not be deleted stay selected, each with its reason, for another try. */
export function BulkDelete({ selected, onClose }: { selected: readonly Item[]; onClose: () => void }) {
  const t = useTranslations();
  const text = useProblemText();
  const { tenant } = useItemsHere();
  const { run, busy, problem } = useAction();
  const [refused, setRefused] = useState<Readonly<Record<string, Problem>>>({});
  const [done, setDone] = useState(0);
  // While they are being deleted they leave the list, and the dialog still tells of them.
  const [asked, setAsked] = useState<readonly Item[] | null>(null);
  const items = asked ?? selected;
  useReturnFocus();
  const remove = async () => {
    const seen = items.map(({ id, version }) => ({ id, version }));
    setAsked(items);
    const outcome = await run(() => removeItems(tenant.tenant_id, seen));
    if (!outcome.ok) return setAsked(null);
    const failed = Object.keys(outcome.value).length;
    setDone(seen.length - failed);
    setRefused(outcome.value);
    if (failed > 0) return setAsked(null);
    notifications.show({ message: t('items.bulkDone', { count: seen.length }), color: 'teal' });
    onClose();
  };
  const failed = Object.keys(refused).length;
  return (
    <ConfirmDialog
      tenant={tenant}
      opened
      title={t('items.bulkTitle', { count: items.length })}
      text={failed > 0 ? t('items.bulkFailed', { done, failed }) : t('items.bulkText')}
      action={t('form.delete')}
      busy={busy}
      problem={problem}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      <List size="sm" className="long">
        {items.slice(0, failed > 0 ? items.length : NAMED).map(({ id, name }) => {
          const why = refused[id];
          return (
            <List.Item key={id}>
              {name}
              {why !== undefined && (
                <Text size="xs" c="dimmed">
                  {text(why)}
                </Text>
              )}
            </List.Item>
          );
        })}
      </List>
      {failed === 0 && items.length > NAMED && (
        <Text size="sm">{t('items.bulkMore', { count: items.length - NAMED })}</Text>
      )}
    </ConfirmDialog>
  );
}
