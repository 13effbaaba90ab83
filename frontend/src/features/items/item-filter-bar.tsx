'use client';
import { Button, Group, Menu } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/icons';
import { SearchField } from '@/components/list/search-field';
import { CURSOR, type ListQuery } from '@/components/list/use-list-query';
import type { Item } from '@/lib/types';

export const NO_FILTERS = { q: null, tag: null, mine: null };

/** Whether the list may have fewer rows than there are. */
export function isNarrowed(list: ListQuery): boolean {
  return list.query.has(CURSOR) || Object.keys(NO_FILTERS).some((name) => list.query.has(name));
}

export function ItemFilterBar({ rows, list }: { rows: readonly Item[]; list: ListQuery }) {
  const t = useTranslations('items');
  const tag = list.query.get('tag');
  const isMine = list.query.has('mine');
  const known = [...new Set(rows.flatMap(({ tags }) => tags))].sort();
  return (
    <Group gap="xs" mb="sm">
      <SearchField list={list} label={t('search')} />
      <Menu position="bottom-start" width={220}>
        <Menu.Target>
          <Button
            variant={tag === null ? 'default' : 'light'}
            px="sm"
            maw={240}
            rightSection={<Icon name="down" size={16} />}
          >
            {tag === null ? t('tag') : t('tagIs', { tag })}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={320} className="scrolls">
          {tag !== null && <Menu.Item onClick={() => list.filter({ tag: null })}>{t('anyTag')}</Menu.Item>}
          {known.length === 0 && <Menu.Label>{t('noTags')}</Menu.Label>}
          {known.map((each) => (
            <Menu.Item
              key={each}
              className="long"
              onClick={() => list.filter({ tag: each })}
              aria-current={each === tag || undefined}
            >
              {each}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button
        variant={isMine ? 'light' : 'default'}
        px="sm"
        aria-pressed={isMine}
        onClick={() => list.filter({ mine: isMine ? null : '1' })}
      >
        {t('mine')}
      </Button>
    </Group>
  );
}
