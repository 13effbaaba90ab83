'use client';
import { Anchor, Stack, Table, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';

const COLUMNS = [
  ['name', 'importName'],
  ['description', 'importDescription'],
  ['tags', 'importTags'],
  ['attributes', 'importAttributes'],
] as const;

const TEMPLATE = [
  'name,description,tags,attributes',
  'Pump 7,"North hall, second row",pump;north,"{""serial"":""P-7741"",""bar"":6.5,""spare"":false}"',
  'Valve 12,,valve,',
  '',
].join('\r\n');

export function ImportRules() {
  const t = useTranslations('items');
  return (
    <Stack gap="xs">
      <Text size="sm">{t('importRules')}</Text>
      <Table withTableBorder verticalSpacing={4} aria-label={t('column')}>
        <Table.Tbody>
          {COLUMNS.map(([column, rule]) => (
            <Table.Tr key={column}>
              <Table.Th scope="row" w={120} className="id">
                {column}
              </Table.Th>
              <Table.Td>{t(rule)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed">
        {t('importExports')}
      </Text>
      <Anchor
        size="sm"
        w="fit-content"
        download="items.csv"
        href={`data:text/csv;charset=utf-8,${encodeURIComponent(TEMPLATE)}`}
      >
        {t('template')}
      </Anchor>
    </Stack>
  );
}
