'use client';
import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useAction } from '@/components/form/use-action';
import { StatusBadge } from '@/components/status-badge';
import { Time } from '@/components/time';
import type { Membership, Page } from '@/lib/types';
import { retryDelivery } from './actions';
import type { Delivery } from './types';

const LOOK_AGAIN_MS = 3_000;
const TONES = { pending: 'waiting', delivered: 'good', dead: 'bad' } as const;

/** What went out by a channel; read again for as long as something waits. */
export function DeliveryLog({ tenant, page }: { tenant: Membership; page: Page<Delivery> }) {
  const t = useTranslations('channels');
  const router = useRouter();
  const { start, stop } = useInterval(() => router.refresh(), LOOK_AGAIN_MS);
  const isWaiting = page.data.some(({ status }) => status === 'pending');
  useEffect(() => {
    if (isWaiting) start();
    return stop;
  }, [isWaiting, start, stop]);
  if (page.data.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('noDeliveries')}
      </Text>
    );
  }
  return (
    <Stack gap="xs" role="list" aria-label={t('deliveries')}>
      {page.data.map((delivery) => (
        <DeliveryEntry key={delivery.id} tenant={tenant} delivery={delivery} />
      ))}
      {page.next_cursor !== null && (
        <Text size="sm" c="dimmed">
          {t('newest', { count: page.data.length })}
        </Text>
      )}
    </Stack>
  );
}

function DeliveryEntry({ tenant, delivery }: { tenant: Membership; delivery: Delivery }) {
  const t = useTranslations('channels');
  const router = useRouter();
  const { run, busy } = useAction({ quiet: false });
  const { status, event, attempts, response_status, last_error, created_at } = delivery;
  const retry = async () => {
    await run(() => retryDelivery(tenant.tenant_id, delivery), t('retried'));
    router.refresh();
  };
  return (
    <Paper withBorder p="sm" role="listitem">
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <div>
          <Group gap="xs">
            <StatusBadge tone={TONES[status]}>{t(`states.${status}`)}</StatusBadge>
            <Text size="sm">{t(`event.${eventName(event)}`)}</Text>
            <Text size="sm" c="dimmed">
              <Time at={created_at} />
            </Text>
          </Group>
          <Text size="sm" c="dimmed" mt={4}>
            {t('attempts', { count: attempts })}
            {response_status !== null && ` · ${t('answered', { status: String(response_status) })}`}
          </Text>
          {last_error !== null && (
            <Text size="sm" className="long" lang="en">
              {last_error}
            </Text>
          )}
        </div>
        {status === 'dead' && (
          <Button size="xs" variant="default" loading={busy} onClick={() => void retry()}>
            {t('retry')}
          </Button>
        )}
      </Group>
    </Paper>
  );
}

function eventName(event: Delivery['event']) {
  switch (event) {
    case 'alert.created':
      return 'created';
    case 'alert.resolved':
      return 'resolved';
    case 'alert.reopened':
      return 'reopened';
    case 'test':
      return 'test';
  }
}
