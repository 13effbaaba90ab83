'use client';
import { Group } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Membership } from '@/lib/types';
import { EmptyState } from '../feedback/empty-state';
import type { IconName } from '../icons';
import { PageTitle } from '../page-title';
import { ListTable } from './list-table';
import { Pager } from './pager';
import { CURSOR, OPEN, type ListQuery } from './use-list-query';

/** A page that is a list: its title with the button that makes something, filters, rows and the way to more of them. */
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
  create?: ReactNode;
  filters?: ReactNode;
  head: ReactNode;
  /** What stands there without any row, unless filters are why. */
  empty: { readonly icon: IconName; readonly title: string; readonly text: string };
  /** The rows. */
  children: readonly ReactNode[];
}) {
  const t = useTranslations('list');
  const isNarrowed = [...list.query.keys()].some((key) => key !== OPEN && key !== CURSOR);
  const isEmpty = children.length === 0;
  const isBare = isEmpty && !isNarrowed;
  return (
    <>
      <PageTitle {...(tenant && { tenant })} title={title}>
        {!isBare && create}
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
      {isBare && <EmptyState {...empty}>{create}</EmptyState>}
      {isEmpty && isNarrowed && <EmptyState icon={empty.icon} title={t('none')} text={t('noneText')} />}
      <Pager list={list} next={next} />
    </>
  );
}
