'use client';
import { Table } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ItemBody } from '@/lib/types';
import { useScalarText } from './use-scalar-text';

export function AttributeTable({ attributes, label }: { attributes: ItemBody['attributes']; label: string }) {
  const t = useTranslations('items');
  const text = useScalarText();
  return (
    <Table aria-label={label} withTableBorder verticalSpacing={6} layout="fixed">
      <Table.Thead className="unseen">
        <Table.Tr>
          <Table.Th>{t('name')}</Table.Th>
          <Table.Th>{t('value')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {Object.entries(attributes).map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={400} c="dimmed" className="long" w="40%">
              {name}
            </Table.Th>
            <Table.Td className="long lines">{text(value)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
