/** How long a key may work, in days or in words. */
export const LASTS = ['30', '90', '365', 'date', 'never'] as const;
export type Lasts = (typeof LASTS)[number];

const DAY_MS = 86_400_000;

/** @param lastDay `2027-01-31`, which counts to its end where the reader is; only with `date` */
export function expiryOf(lasts: Lasts, lastDay: string, now = Date.now()): string | null {
  if (lasts === 'never') return null;
  if (lasts !== 'date') return new Date(now + Number(lasts) * DAY_MS).toISOString();
  const end = new Date(`${lastDay}T23:59:59`);
  // What is no date the API refuses, at its field.
  return Number.isNaN(end.getTime()) ? lastDay : end.toISOString();
}
