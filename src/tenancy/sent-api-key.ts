import { bearerToken } from '../auth/bearer-token.ts';
import { headerLines } from '../platform/http/header-lines.ts';
import { Unauthorized } from '../platform/http/problem.ts';
import { readApiKey, type ReadApiKey } from './api-key.ts';

export const API_KEY_HEADER = 'X-Api-Key';
const LONGEST = 512;

/**
 * The API key of a request: the bearer token (RFC 6750 section 2.1) of its one `Authorization` line, or its one
 * `X-Api-Key` line. Never both: another layer might look at the other one.
 *
 * @param rawHeaders as {@link headerLines} takes them
 * @throws {Unauthorized}
 */
export function sentApiKey(rawHeaders: readonly string[]): ReadApiKey {
  const own = headerLines(rawHeaders, API_KEY_HEADER.toLowerCase());
  const lines = own.length + headerLines(rawHeaders, 'authorization').length;
  if (lines !== 1) throw new Unauthorized(lines === 0 ? 'no API key' : 'more than one API key');
  const text = own[0] ?? bearerToken(rawHeaders);
  const key = text.length > LONGEST ? undefined : readApiKey(text);
  if (key === undefined) throw new Unauthorized('not an API key');
  return key;
}
