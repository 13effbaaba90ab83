const DAY_MS = 86_400_000;

/**
 * When a day begins where the reader is.
 * @param day `2026-11-26`; anything else gives `undefined`
 */
export function beginningOf(day: string | undefined, timeZone: string): string | undefined {
  const noon = new Date(`${day}T12:00:00Z`);
  if (day === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(noon.getTime())) return undefined;
  const offset = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(noon)
    .find(({ type }) => type === 'timeZoneName')
    ?.value.slice('GMT'.length);
  return new Date(`${day}T00:00:00${offset || 'Z'}`).toISOString();
}

/** When it ends, which is when the next one begins. */
export function endOf(day: string | undefined, timeZone: string): string | undefined {
  const beginning = beginningOf(day, timeZone);
  return beginning && new Date(new Date(beginning).getTime() + DAY_MS).toISOString();
}
