import { invalidParameter } from '../errors.ts';
import { fingerprint } from '../secrets.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; absent at the end. */
  readonly token?: string;
}

/**
 * One page of a list. The token is bound to `of` (the query), so that it cannot be used with another.
 * @throws InvalidParameterException for a token that is not from here
 */
export function pageOf<T>(all: readonly T[], limit: number, token: string | undefined, of: string): Page<T> {
  const binding = fingerprint(of).slice(0, 12);
  const start = token === undefined ? 0 : startOf(token, binding);
  const end = start + limit;
  const items = all.slice(start, end);
  if (end >= all.length) return { items };
  return { items, token: Buffer.from(`${binding}.${end}`).toString('base64url') };
}

function startOf(token: string, binding: string): number {
  const [given, start] = Buffer.from(token, 'base64url').toString('utf8').split('.');
  if (given !== binding || start === undefined || !/^\d{1,9}$/.test(start)) {
    throw invalidParameter('Invalid pagination token');
  }
  return Number(start);
}
