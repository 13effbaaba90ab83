'use client';
import { Badge } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';

const TOGETHER_MS = 250;
const RETRY_MS = 5_000;
/** A stream ends with its token every hour and is back at once: that is not worth a word. */
const WORTH_A_WORD_MS = 3_000;

/** Follows the tenant's alerts; whatever page shows them is read again when one changes. */
export function LiveAlerts({ tenantId }: { tenantId: string }) {
  const t = useTranslations('shell');
  const router = useRouter();
  const [connected, setConnected] = useState(false);

  useEffect(() => {
    let source: EventSource | undefined;
    const timers: Partial<Record<'refresh' | 'alarm' | 'retry', ReturnType<typeof setTimeout>>> = {};
    let told = false;
    // Those that come together are one reading; without end they would still be one each time.
    const changed = () => {
      timers.refresh ??= setTimeout(() => {
        delete timers.refresh;
        router.refresh();
      }, TOGETHER_MS);
    };
    const opened = () => {
      clearTimeout(timers.alarm);
      delete timers.alarm;
      setConnected(true);
      if (!told) return;
      told = false;
      changed();
      notifications.update({ id: 'live', color: 'teal', message: t('regained'), autoClose: 4_000 });
    };
    const failed = () => {
      setConnected(false);
      timers.alarm ??= setTimeout(() => {
        told = true;
        notifications.show({ id: 'live', color: 'orange', message: t('lost'), autoClose: false });
      }, WORTH_A_WORD_MS);
      // After any answer but 200 the browser gives up for ever.
      if (source?.readyState === EventSource.CLOSED) timers.retry = setTimeout(connect, RETRY_MS);
    };
    const connect = () => {
      source = new EventSource(`/api/alerts/stream?tenant=${encodeURIComponent(tenantId)}`);
      source.addEventListener('alert.created', changed);
      source.addEventListener('alert.updated', changed);
      source.addEventListener('open', opened);
      source.addEventListener('error', failed);
    };
    connect();
    return () => {
      source?.close();
      for (const timer of Object.values(timers)) clearTimeout(timer);
    };
  }, [tenantId, router, t]);

  return (
    <Badge
      variant="dot"
      color={connected ? 'teal' : 'gray'}
      role="status"
      tt="none"
      data-live={connected}
      visibleFrom="xs"
    >
      {connected ? t('live') : t('connecting')}
    </Badge>
  );
}
