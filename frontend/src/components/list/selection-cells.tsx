'use client';
import { Checkbox, Table } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { Selection } from './use-selection';

/** The head of the column of boxes: all rows of the page, or none. */
export function SelectAllHead({ selection }: { selection: Selection }) {
  const t = useTranslations('list');
  return (
    <Table.Th className="pick">
      <Checkbox
        size="xs"
        aria-label={t('selectAll')}
        checked={selection.isWhole}
        indeterminate={!selection.isWhole && selection.selected.length > 0}
        onChange={selection.toggleAll}
      />
    </Table.Th>
  );
}

/** The box of one row; `name` says which. */
export function SelectCell({
  id,
  name,
  selection,
}: {
  id: string;
  name: string;
  selection: Pick<Selection, 'has' | 'toggle'>;
}) {
  const t = useTranslations('list');
  return (
    <Table.Td className="pick">
      <Checkbox
        size="xs"
        aria-label={t('select', { name })}
        checked={selection.has(id)}
        onChange={() => selection.toggle(id)}
      />
    </Table.Td>
  );
}
