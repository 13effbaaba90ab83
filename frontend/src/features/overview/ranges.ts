const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How far back the chart looks, and what one bar of it stands for; the first is shown unasked. */
export const RANGES = {
  week: { bucket: 'day', back: 6 * DAY },
  day: { bucket: 'hour', back: 23 * HOUR },
  month: { bucket: 'day', back: 29 * DAY },
} as const;

export type Range = keyof typeof RANGES;
export const RANGE_NAMES = Object.keys(RANGES) as Range[];
