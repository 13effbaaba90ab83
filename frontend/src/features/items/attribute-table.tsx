'use client';
import { Table } from '@mantine/core';
import type { ItemBody } from '@/lib/types';
import { useScalarText } from './use-scalar-text';

export function AttributeTable({ attributes, label }: { attributes: ItemBody['attributes']; label: string }) {
  const text = useScalarText();
  return (
    <Table variant="vertical" aria-label={label} withTableBorder verticalSpacing={6} layout="fixed">
      <Table.Tbody>
        {Object.entries(attributes).map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={400} className="long" w="40%">
              {name}
            </Table.Th>
            <Table.Td className="long lines">{text(value)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
