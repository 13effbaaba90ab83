'use client';
import { useFormatter, useNow } from 'next-intl';

const MINUTE = 60_000;

/** How long ago, or until when; the exact time stands in the tooltip. */
export function Time({ at }: { at: string }) {
  const format = useFormatter();
  const now = useNow({ updateInterval: MINUTE });
  const date = new Date(at);
  return (
    <time dateTime={at} title={format.dateTime(date, { dateStyle: 'medium', timeStyle: 'long' })}>
      {format.relativeTime(date, now)}
    </time>
  );
}
