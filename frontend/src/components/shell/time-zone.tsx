'use client';
import { useTimeZone } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { CHOSEN_TIME_ZONE_COOKIE, TIME_ZONE_COOKIE } from '@/i18n/time-zone';

/** Tells the server the browser's time zone, once: times on the page are the reader's own, unless they chose another one. */
export function TimeZone() {
  const router = useRouter();
  const shown = useTimeZone();
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (timeZone === shown || document.cookie.includes(`${CHOSEN_TIME_ZONE_COOKIE}=`)) return;
    document.cookie = `${TIME_ZONE_COOKIE}=${timeZone}; path=/; max-age=31536000; samesite=lax`;
    router.refresh();
  }, [shown, router]);
  return null;
}
