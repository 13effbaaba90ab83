export const TIME_ZONE_COOKIE = 'time-zone';

/** The browser's time zone as it has told it by a cookie; UTC until it has, or where it is none. */
export function knownTimeZone(value: string | undefined): string {
  if (value === undefined) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
