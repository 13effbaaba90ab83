'use client';
import { Alert, ScrollArea, Table } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { FieldError } from '@/lib/problem';

/** The API stops at so many. */
const MOST = 50;
/** As the API names a place in the file. */
const PLACE = /^line (\d+)(?:, column (.*))?$/s;

/** What is wrong where: nothing has been imported. */
export function ImportFaults({ name, faults }: { name: string; faults: readonly FieldError[] }) {
  const t = useTranslations('items');
  const count = faults.length;
  return (
    <>
      <Alert color="red" variant="light" role="alert" title={t('faultyTitle')}>
        {t(count < MOST ? 'faultyText' : 'faultyFirst', { count, name })}
      </Alert>
      <ScrollArea.Autosize mah={280} type="auto" viewportProps={{ tabIndex: 0 }}>
        <Table withTableBorder stickyHeader verticalSpacing={4} aria-label={t('faultyTitle')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('line')}</Table.Th>
              <Table.Th>{t('column')}</Table.Th>
              <Table.Th>{t('message')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {faults.map(({ field, message }) => {
              const [, line = '', column = ''] = PLACE.exec(field) ?? [];
              return (
                <Table.Tr key={`${field} ${message}`}>
                  <Table.Td>{line}</Table.Td>
                  <Table.Td className="id">{column}</Table.Td>
                  <Table.Td className="long">{message}</Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </>
  );
}
