import { Unauthorized } from '../platform/http/problem.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The members of a JSON object. Without prototype: a member named `__proto__` is a member and nothing more. */
export type Members = Readonly<Record<string, unknown>>;

/**
 * Reads a token's header or payload, which has to be one JSON object in UTF-8 (RFC 7519 section 7.2).
 * jsonwebtoken is looser: it takes an object inside a JSON string, and arrays.
 * @throws Unauthorized; never with the parser's message, which quotes the text: no part of a token gets into a log.
 */
export function readPart(part: string | undefined, name: 'header' | 'payload'): Members {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(Buffer.from(part ?? '', 'base64url')));
  } catch {
    throw new Unauthorized(`${name} is not JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Unauthorized(`${name} is not an object`);
  }
  return Object.assign(Object.create(null), value) as Members;
}
