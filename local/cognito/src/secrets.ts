import { createHash, createHmac, randomInt, timingSafeEqual } from 'node:crypto';

const LOWER_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';

export function randomText(length: number, alphabet = LOWER_AND_DIGITS): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** What is kept of a bearer secret (refresh token, session, code): enough to recognise it, useless if read. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

export function hmac(key: string, message: string): string {
  return createHmac('sha256', key).update(message).digest('base64');
}

/** Compares without telling by its duration where the difference is. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
