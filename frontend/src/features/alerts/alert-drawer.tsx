'use client';
import { Divider, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { DetailDrawer } from '@/components/detail-drawer';
import { useReturnFocus } from '@/components/use-return-focus';
import type { Person } from '@/lib/person';
import type { Alert, AlertEvent, Item, Me, Membership } from '@/lib/types';
import { AlertActions } from './alert-actions';
import { AlertFacts } from './alert-facts';
import { AlertTimeline } from './alert-timeline';
import { CommentForm } from './comment-form';
import type { AlertMoves } from './use-alert-moves';

export interface AlertDetail {
  readonly alert: Alert;
  /** What it is about, where that still exists. */
  readonly item: Item | null;
  readonly timeline: readonly AlertEvent[];
}

/** One alert beside the list: what it is, what can be done, and what has happened. */
export function AlertDrawer({
  me,
  tenant,
  people,
  moves,
  alert,
  detail,
  busy,
  onClose,
}: {
  me: Me;
  tenant: Membership;
  people: readonly Person[];
  moves: AlertMoves;
  /** From the list until the detail has been read. */
  alert: Alert | null;
  detail: AlertDetail | null;
  busy: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('alerts');
  useReturnFocus(() => (alert === null ? null : document.querySelector(`[data-row="${alert.id}"]`)));
  const shown = alert === null ? null : moves.now(alert);
  const title = shown?.title ?? (busy ? '' : t('pageTitle'));
  return (
    <DetailDrawer tenant={tenant} opened title={title} onClose={onClose}>
      {shown === null && (busy ? <Skeleton height={160} /> : <Text size="sm">{t('gone')}</Text>)}
      {shown !== null && (
        <Stack gap="md">
          {tenant.role !== 'viewer' && (
            <AlertActions alert={shown} people={people} mySub={me.sub} moves={moves} />
          )}
          <AlertFacts alert={shown} item={detail?.item ?? null} />
          <Divider />
          <Title order={2} size="h5">
            {t('timeline')}
          </Title>
          {detail === null ? (
            <Skeleton height={120} />
          ) : (
            <AlertTimeline events={detail.timeline} people={people} />
          )}
          {tenant.role !== 'viewer' && (
            <CommentForm key={shown.id} tenantId={tenant.tenant_id} alertId={shown.id} />
          )}
        </Stack>
      )}
    </DetailDrawer>
  );
}
