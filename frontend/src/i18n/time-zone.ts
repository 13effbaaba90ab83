/** What the browser has said. */
export const TIME_ZONE_COOKIE = 'time-zone';
/** What the reader has chosen instead. */
export const CHOSEN_TIME_ZONE_COOKIE = 'time-zone-chosen';

/** The time zone that a cookie tells; UTC without one, or where it is none. */
export function knownTimeZone(value: string | undefined): string {
  if (value === undefined) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
