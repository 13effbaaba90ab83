import { PayloadTooLarge, TooManyRequests } from '../platform/http/problem.ts';

export const MOST_ROWS = 1_000_000;

export function tooManyRows(): PayloadTooLarge {
  return new PayloadTooLarge('item/too_many_rows', `The file has more than ${MOST_ROWS} rows.`);
}

export function importBusy(): TooManyRequests {
  return new TooManyRequests('item/import_busy', 'Other imports are running. Try again shortly.', 10);
}
