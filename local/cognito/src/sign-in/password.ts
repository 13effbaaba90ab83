import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { User } from '../store/model.ts';

// About 10 ms: dear enough for a file on a developer's machine, cheap enough for tests.
const COST = { N: 4096, r: 8, p: 1 };
const KEY_BYTES = 32;

export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  return `${salt.toString('base64url')}.${derive(password, salt).toString('base64url')}`;
}

const NOBODY = hashPassword(randomBytes(16).toString('hex'));

/** Synchronous on purpose, see {@link checkPassword}. Costs the same when there is no user or no password. */
export function isPassword(user: User | undefined, password: string): boolean {
  const stored = user?.password;
  const [salt = '', key = ''] = (stored ?? NOBODY).split('.');
  const matches = timingSafeEqual(
    derive(password, Buffer.from(salt, 'base64url')),
    Buffer.from(key, 'base64url'),
  );
  return matches && stored !== undefined;
}

function derive(password: string, salt: Buffer): Buffer {
  return scryptSync(password.normalize('NFC'), salt, KEY_BYTES, COST);
}
