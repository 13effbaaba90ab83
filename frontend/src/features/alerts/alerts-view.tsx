'use client';
import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { DetailDrawer } from '@/components/detail-drawer';
import { EmptyState } from '@/components/feedback/empty-state';
import { Icon } from '@/components/icons';
import { KeysHelp } from '@/components/list/keys-help';
import { Pager } from '@/components/list/pager';
import { SelectionBar } from '@/components/list/selection-bar';
import { useListKeys } from '@/components/list/use-list-keys';
import { useListQuery } from '@/components/list/use-list-query';
import { useSelection } from '@/components/list/use-selection';
import { PageTitle } from '@/components/page-title';
import type { Person } from '@/lib/person';
import type { Alert, Me, Membership, Page } from '@/lib/types';
import type { AlertDetail } from './alert-drawer';
import { AlertFilters } from './alert-filters';
import { AlertTable } from './alert-table';
import type { Move } from './states';
import { useAlertMoves } from './use-alert-moves';

const AlertDrawer = dynamic(() => import('./alert-drawer').then((module) => module.AlertDrawer));
const AlertForm = dynamic(() => import('./alert-form').then((module) => module.AlertForm));

const NEW = 'new';

export function AlertsView({
  me,
  tenant,
  people,
  page,
  detail,
}: {
  me: Me;
  tenant: Membership;
  people: readonly Person[];
  page: Page<Alert>;
  /** Of the alert that is open; `null` where none is, or it is not there. */
  detail: AlertDetail | null;
}) {
  const t = useTranslations('alerts');
  const words = useTranslations();
  const list = useListQuery();
  const moves = useAlertMoves(tenant.tenant_id, page.data, detail?.alert ?? null, people);
  const rows = page.data.map(moves.now);
  const selection = useSelection(rows);
  const selected = selection.selected.map(({ id }) => id);
  const mayChange = tenant.role !== 'viewer';

  const move = (ids: readonly string[], to: Move) => mayChange && moves.move(ids, to);
  /** The selected ones; where none is, the row that has the focus. */
  const chosen = (focused: string | null) =>
    selected.length > 0 ? selected : focused === null ? [] : [focused];
  const keys = useListKeys({
    Escape: selection.clear,
    e: (focused) => move(chosen(focused), 'acknowledge'),
    r: (focused) => move(chosen(focused), 'resolve'),
    x: (focused) => mayChange && focused !== null && selection.toggle(focused),
    n: () => mayChange && list.open(NEW),
  });

  const { openId } = list;
  const isRead = detail?.alert.id === openId;
  return (
    <>
      <PageTitle tenant={tenant} title={t('pageTitle')}>
        {mayChange && (
          <Button leftSection={<Icon name="add" size={16} />} onClick={() => list.open(NEW)}>
            {t('new')}
          </Button>
        )}
      </PageTitle>
      <AlertFilters list={list} mySub={me.sub} />
      {rows.length === 0 ? (
        <Nothing tenant={tenant} isFiltered={list.query.size > 0} />
      ) : (
        <AlertTable list={list} rows={rows} people={people} selection={mayChange ? selection : null} />
      )}
      <Pager list={list} next={page.next_cursor} />
      <SelectionBar selection={selection}>
        {(['acknowledge', 'resolve'] as const).map((to) => (
          <Button
            key={to}
            size="xs"
            variant="default"
            onClick={() => {
              move(selected, to);
              selection.clear();
            }}
          >
            {t(`moves.${to}`)}
          </Button>
        ))}
      </SelectionBar>
      {openId === NEW && mayChange && (
        <DetailDrawer tenant={tenant} opened title={t('new')} onClose={() => list.open(null)}>
          <AlertForm tenantId={tenant.tenant_id} onMade={(id) => list.open(id, 'replace')} />
        </DetailDrawer>
      )}
      {openId !== null && openId !== NEW && (
        <AlertDrawer
          me={me}
          tenant={tenant}
          people={people}
          moves={moves}
          alert={isRead ? detail.alert : (rows.find(({ id }) => id === openId) ?? null)}
          detail={isRead ? detail : null}
          busy={list.busy}
          onClose={() => list.open(null)}
        />
      )}
      <KeysHelp
        keys={keys}
        more={[
          ['e', t('moves.acknowledge')],
          ['r', t('moves.resolve')],
          ['x', words('keys.select')],
          ['n', t('new')],
        ]}
      />
    </>
  );
}

function Nothing({ tenant, isFiltered }: { tenant: Membership; isFiltered: boolean }) {
  const t = useTranslations();
  if (isFiltered) {
    return (
      <EmptyState icon="search" title={t('list.none')} text={t('list.noneText')}>
        <Button variant="default" component={Link} href="/alerts">
          {t('list.reset')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon="check" title={t('alerts.empty.title')} text={t('alerts.empty.text')}>
      {tenant.role === 'admin' && (
        <Button variant="default" component={Link} href="/api-keys">
          {t('alerts.empty.machines')}
        </Button>
      )}
    </EmptyState>
  );
}
