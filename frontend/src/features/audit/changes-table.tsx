'use client';
import { Table, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { AuditEntry } from './types';

/** The changed fields, before and after, side by side. */
export function ChangesTable({ before, after }: Pick<AuditEntry, 'before' | 'after'>) {
  const t = useTranslations('audit');
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (fields.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('noChanges')}
      </Text>
    );
  }
  const shown = (value: unknown) => (value === undefined || value === null ? t('nothing') : textOf(value));
  return (
    <Table layout="fixed" aria-label={t('changes')} className="list" verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('field')}</Table.Th>
          <Table.Th>{t('before')}</Table.Th>
          <Table.Th>{t('after')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {fields.map((field) => (
          <Table.Tr key={field}>
            <Table.Td className="long">{field}</Table.Td>
            <Table.Td className="long">{shown(before?.[field])}</Table.Td>
            <Table.Td className="long">{shown(after?.[field])}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
