'use client';
import { Button, Group } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Membership } from '@/lib/types';
import { EmptyState } from '../feedback/empty-state';
import { Icon, type IconName } from '../icons';
import { PageTitle } from '../page-title';
import { KeysHelp } from './keys-help';
import { ListTable } from './list-table';
import { Pager } from './pager';
import { useListKeys } from './use-list-keys';
import { CURSOR, OPEN, type ListQuery } from './use-list-query';

/** A page that is a list: its title with the button that makes something (or `n`), filters, rows and the way to more of them. */
export function ListPage({
  tenant,
  title,
  list,
  next,
  create,
  filters,
  head,
  empty,
  children,
}: {
  /** Absent: it belongs to no single tenant. */
  tenant?: Membership;
  title: string;
  list: ListQuery;
  next: string | null;
  /** Absent where nothing can be made by whoever looks. */
  create?: { readonly label: string; readonly onPress: () => void } | undefined;
  filters?: ReactNode;
  head: ReactNode;
  /** What stands there without any row, unless filters are why. */
  empty: { readonly icon: IconName; readonly title: string; readonly text: string };
  /** The rows. */
  children: readonly ReactNode[];
}) {
  const t = useTranslations('list');
  const keys = useListKeys(create === undefined ? {} : { n: create.onPress });
  const isNarrowed = [...list.query.keys()].some((key) => key !== OPEN && key !== CURSOR);
  const isEmpty = children.length === 0;
  const isBare = isEmpty && !isNarrowed;
  const button = create !== undefined && (
    <Button leftSection={<Icon name="add" />} onClick={create.onPress}>
      {create.label}
    </Button>
  );
  return (
    <>
      <PageTitle {...(tenant && { tenant })} title={title}>
        {!isBare && button}
      </PageTitle>
      {filters !== undefined && !isBare && (
        <Group mb="md" gap="sm" align="flex-end">
          {filters}
        </Group>
      )}
      {!isEmpty && (
        <ListTable label={title} busy={list.busy} head={head}>
          {children}
        </ListTable>
      )}
      {isBare && <EmptyState {...empty}>{button}</EmptyState>}
      {isEmpty && isNarrowed && <EmptyState icon={empty.icon} title={t('none')} text={t('noneText')} />}
      <Pager list={list} next={next} />
      <KeysHelp keys={keys} more={create === undefined ? [] : [['n', create.label]]} />
    </>
  );
}
