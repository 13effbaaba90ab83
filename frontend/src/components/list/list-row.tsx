'use client';
import { Table, UnstyledButton } from '@mantine/core';
import type { MouseEvent, ReactNode } from 'react';

/** A row that opens what it stands for, anywhere it is pressed; for a keyboard, `name` is the button that does. */
export function ListRow({
  id,
  name,
  selected = false,
  before,
  below,
  onOpen,
  children,
}: {
  /** What the keys of the list are told when they are pressed on this row. */
  id: string;
  name: ReactNode;
  selected?: boolean;
  /** Cells in front of the name. */
  before?: ReactNode;
  /** Under the name, as where a narrow screen has no room for further cells. */
  below?: ReactNode;
  onOpen: () => void;
  children?: ReactNode;
}) {
  const press = (event: MouseEvent) => {
    // Buttons, boxes and links in the row do what they say.
    if (event.target instanceof Element && event.target.closest('button, a, input, label, .pick') === null)
      onOpen();
  };
  return (
    <Table.Tr onClick={press} data-selected={selected || undefined} className="row">
      {before}
      <Table.Td>
        <UnstyledButton className="row-name long" onClick={onOpen} data-row={id}>
          {name}
        </UnstyledButton>
        {below}
      </Table.Td>
      {children}
    </Table.Tr>
  );
}
