'use client';
import { Alert, Button, Group, Stack, Table, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ProblemNote } from '@/components/feedback/problem-note';
import type { Problem } from '@/lib/problem';
import type { Item, ItemBody } from '@/lib/types';
import { FieldText } from './field-text';
import { bodyOf, isSame, ITEM_FIELDS } from './item-values';

/** Somebody saved while one was typing: both, field by field, and the choice. */
export function ConflictView({
  base,
  mine,
  theirs,
  busy,
  problem,
  onKeepMine,
  onTakeTheirs,
}: {
  /** What both began with. */
  base: ItemBody;
  mine: ItemBody;
  theirs: Item;
  busy: boolean;
  problem: Problem | null;
  onKeepMine: () => void;
  onTakeTheirs: (theirs: Item) => void;
}) {
  const t = useTranslations('items');
  const stored = bodyOf(theirs);
  const differing = ITEM_FIELDS.filter((field) => !isSame(mine[field], stored[field]));
  return (
    <Stack gap="md">
      <Alert color="orange" variant="light" role="alert" title={t('conflictTitle')}>
        <Text size="sm">{t('conflictText', { version: theirs.version })}</Text>
      </Alert>
      <Table withTableBorder verticalSpacing="xs" layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="30%">{t('field')}</Table.Th>
            <Table.Th>{t('yours')}</Table.Th>
            <Table.Th>{t('theirs')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {differing.map((field) => (
            <Table.Tr key={field}>
              <Table.Th scope="row" fz="xs" className="long">
                {t(field)}
              </Table.Th>
              <Table.Td>
                {isSame(mine[field], base[field]) ? (
                  <Text size="sm" c="dimmed">
                    {t('unchanged')}
                  </Text>
                ) : (
                  <FieldText field={field} body={mine} other={stored} />
                )}
              </Table.Td>
              <Table.Td>
                <FieldText field={field} body={stored} other={mine} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed">
        {t('keepMineHint')}
      </Text>
      {problem !== null && <ProblemNote problem={problem} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={() => onTakeTheirs(theirs)}>
          {t('takeTheirs')}
        </Button>
        <Button loading={busy} onClick={onKeepMine} data-autofocus>
          {t('keepMine')}
        </Button>
      </Group>
    </Stack>
  );
}
