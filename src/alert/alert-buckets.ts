import { InvalidRequest } from '../platform/http/problem.ts';

export const BUCKETS = ['hour', 'day'] as const;
export type Bucket = (typeof BUCKETS)[number];
export const MAX_BUCKETS = 200;

const HOUR = 3_600_000;
/** Hours and days of UTC are all of one length. */
const LENGTHS = { hour: HOUR, day: 24 * HOUR } as const satisfies Record<Bucket, number>;
const SEVEN_DAYS = 7 * LENGTHS.day;

/** Whole hours or days of UTC, one after the other. */
export interface BucketRow {
  /** Milliseconds since 1970, as {@link length}. */
  readonly start: number;
  readonly length: number;
  readonly count: number;
}

interface AskedBuckets {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly bucket: Bucket;
}

/** The buckets that some of the time from `from` to before `to` is in. @throws {InvalidRequest} naming the field */
export function bucketRow({ from, to, bucket }: AskedBuckets, now: Date): BucketRow {
  const length = LENGTHS[bucket];
  const after = to === undefined ? now.getTime() : Date.parse(to);
  const end = Math.ceil(after / length) * length;
  const first = from === undefined ? end - SEVEN_DAYS : Date.parse(from);
  if (first >= after)
    throw to === undefined ? refused('from', 'must be past') : refused('to', 'must be after from');
  const start = Math.floor(first / length) * length;
  const count = (end - start) / length;
  if (count > MAX_BUCKETS) {
    throw refused('from', `must be nearer: these are ${count} buckets, and ${MAX_BUCKETS} at most are told`);
  }
  return { start, length, count };
}

function refused(field: string, message: string): InvalidRequest {
  return new InvalidRequest([{ field, message }]);
}
