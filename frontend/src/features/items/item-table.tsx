'use client';
import { Box, Group, Table, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ListRow } from '@/components/list/list-row';
import { ListTable } from '@/components/list/list-table';
import { SelectAllHead, SelectCell } from '@/components/list/selection-cells';
import { SortHeader } from '@/components/list/sort-header';
import type { ListQuery } from '@/components/list/use-list-query';
import type { Selection } from '@/components/list/use-selection';
import { Time } from '@/components/time';
import type { Item } from '@/lib/types';
import { DEFAULT_SORT } from './item-filter';
import { useItemsHere } from './items-here';
import { Owner } from './owner';
import { TagChips } from './tag-chips';

/** On a narrow screen tags and owner stand under the name. */
export function ItemTable({
  rows,
  list,
  selection,
}: {
  rows: readonly Item[];
  list: ListQuery;
  selection: Selection;
}) {
  const t = useTranslations('items');
  const { mayWrite } = useItemsHere();
  const pickTag = (tag: string) => list.filter({ tag });
  const sort = { list, fallback: DEFAULT_SORT };
  return (
    <ListTable
      label={t('title')}
      busy={list.busy}
      head={
        <>
          {mayWrite && <SelectAllHead selection={selection} />}
          <SortHeader {...sort} field="name" label={t('name')} ascendingFirst />
          <Table.Th visibleFrom="md">{t('tags')}</Table.Th>
          <Table.Th visibleFrom="sm">{t('owner')}</Table.Th>
          <SortHeader {...sort} field="created_at" label={t('created')} visibleFrom="lg" />
          <SortHeader {...sort} field="updated_at" label={t('updated')} />
        </>
      }
    >
      {rows.map(({ id, name, tags, owner_sub, created_at, updated_at }) => (
        <ListRow
          key={id}
          id={id}
          name={name}
          selected={list.openId === id || selection.has(id)}
          onOpen={() => list.open(id)}
          before={mayWrite && <SelectCell id={id} name={name} selection={selection} />}
          below={
            <Box hiddenFrom="md">
              <Group gap={8} mt={tags.length > 0 ? 4 : 0}>
                <TagChips tags={tags} most={3} onPick={pickTag} />
              </Group>
              <Text size="xs" c="dimmed" mt={4} hiddenFrom="sm" className="long">
                <Owner sub={owner_sub} />
              </Text>
            </Box>
          }
        >
          <Table.Td visibleFrom="md">
            <TagChips tags={tags} most={3} onPick={pickTag} />
          </Table.Td>
          <Table.Td visibleFrom="sm" className="long">
            <Owner sub={owner_sub} />
          </Table.Td>
          <Table.Td visibleFrom="lg" className="when">
            <Time at={created_at} />
          </Table.Td>
          <Table.Td className="when">
            <Time at={updated_at} />
          </Table.Td>
        </ListRow>
      ))}
    </ListTable>
  );
}
