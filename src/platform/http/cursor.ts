import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { InvalidRequest } from './problem.ts';

const TAG_BYTES = 16;

/** Where a page ended: the values of the sort's columns, the row's id last. */
export type Position = readonly (string | number)[];

/** Rows, and the cursor of the page after them. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** `null` on the last page. */
  readonly next_cursor: string | null;
}

/**
 * Opaque cursors. Each is bound by an HMAC to the list it was made for: tenant, filter and sort. One of another
 * tenant or another question, or a changed one, is refused rather than answered with odd rows.
 */
export class CursorCodec {
  private readonly key: KeyObject;

  /** @param key 32 random bytes, the same on every instance */
  constructor(key: Buffer) {
    // Made once: of bytes each HMAC would make one anew, which takes five times as long as the HMAC.
    this.key = createSecretKey(key);
  }

  /** @param list names the tenant, filter and sort; the same text has to be given to {@link open} */
  seal(list: string, position: Position): string {
    const payload = Buffer.from(JSON.stringify(position));
    return Buffer.concat([this.tag(list, payload), payload]).toString('base64url');
  }

  /** @throws {InvalidRequest} when the cursor was not made by {@link seal} for this list */
  open(list: string, cursor: string): Position {
    const bytes = Buffer.from(cursor, 'base64url');
    const payload = bytes.subarray(TAG_BYTES);
    const genuine =
      bytes.length > TAG_BYTES &&
      bytes.toString('base64url') === cursor &&
      timingSafeEqual(bytes.subarray(0, TAG_BYTES), this.tag(list, payload));
    if (!genuine) throw new InvalidRequest([{ field: 'cursor', message: 'does not belong to this list' }]);
    return JSON.parse(payload.toString('utf8')) as Position;
  }

  /**
   * @param found the rows of the page, and one more where there are more
   * @param positionOf where a page ends that ends with this row
   */
  page<Row>(
    list: string,
    found: readonly Row[],
    limit: number,
    positionOf: (row: Row) => Position,
  ): Page<Row> {
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const more = found.length > limit && last !== undefined;
    return { rows, next_cursor: more ? this.seal(list, positionOf(last)) : null };
  }

  private tag(list: string, payload: Buffer): Buffer {
    return createHmac('sha256', this.key)
      .update(`${list.length}:${list}`)
      .update(payload)
      .digest()
      .subarray(0, TAG_BYTES);
  }
}
