'use client';
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

/** The table of a list; while other rows are being read, the old ones stay and are dimmed. */
export function ListTable({
  label,
  busy,
  head,
  children,
}: {
  label: string;
  busy: boolean;
  head: ReactNode;
  children: ReactNode;
}) {
  return (
    <Table.ScrollContainer minWidth={320} type="native">
      <Table aria-label={label} aria-busy={busy} className="list" highlightOnHover verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>{head}</Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
