import { headerLines } from '../platform/http/header-lines.ts';
import { Unauthorized } from '../platform/http/problem.ts';

/** RFC 6750 section 2.1: `"Bearer" 1*SP b64token`; the scheme's name is case-insensitive (RFC 9110 section 11.1). */
const BEARER = /^bearer +([\w.~+/-]+=*)$/i;

/**
 * The token of the one `Authorization` header. Never looked for in a query, a form or a cookie: addresses end up in
 * logs, and what a browser sends by itself another site can make it send.
 * @param rawHeaders as {@link headerLines} takes them
 * @throws Unauthorized
 */
export function bearerToken(rawHeaders: readonly string[]): string {
  const values = headerLines(rawHeaders, 'authorization');
  const [value] = values;
  if (value === undefined) throw new Unauthorized('no Authorization header');
  if (values.length > 1) throw new Unauthorized('more than one Authorization header');
  const token = BEARER.exec(value)?.[1];
  if (token === undefined) throw new Unauthorized('Authorization is not one bearer token');
  return token;
}
