'use client';
import { Table } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { Selection } from './use-selection';

/** The head of the column of boxes: all rows of the page, or none. */
export function SelectAllHead({ selection }: { selection: Selection }) {
  const t = useTranslations('list');
  const isPart = !selection.isWhole && selection.selected.length > 0;
  return (
    <Table.Th className="pick">
      <input
        type="checkbox"
        className="box"
        aria-label={t('selectAll')}
        checked={selection.isWhole}
        ref={(box) => {
          if (box !== null) box.indeterminate = isPart;
        }}
        onChange={selection.toggleAll}
      />
    </Table.Th>
  );
}

/** The box of one row; `name` says which. */
export function SelectCell({ id, name, selection }: { id: string; name: string; selection: Selection }) {
  const t = useTranslations('list');
  return (
    <Table.Td className="pick">
      <input
        type="checkbox"
        className="box"
        aria-label={t('select', { name })}
        checked={selection.has(id)}
        onChange={() => selection.toggle(id)}
      />
    </Table.Td>
  );
}
