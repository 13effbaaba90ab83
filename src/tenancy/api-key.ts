import { createHash, randomBytes, randomInt } from 'node:crypto';

/** What an API key may be allowed to do. */
export const API_SCOPES = ['alerts:write'] as const;
export type ApiScope = (typeof API_SCOPES)[number];

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const PREFIX_LENGTH = 12;
const SECRET_BYTES = 32;
/** The second part as a tenant may be called ({@link TENANT_ID}); 43 characters hold 32 bytes. */
const API_KEY = /^tnk\.([a-z0-9][a-z0-9_-]{0,63})\.([a-z0-9]{12})\.[\w-]{43}$/;

/** What a key says of itself. It proves nothing: the hash does. */
export interface ReadApiKey {
  readonly tenantId: string;
  readonly prefix: string;
  readonly hash: Buffer;
}

/**
 * A new key of a tenant: `tnk.<tenant>.<prefix>.<secret>`. With the tenant in it, its row is found under that tenant's
 * row-level security.
 */
export function makeApiKey(tenantId: string): { readonly key: string; readonly prefix: string } {
  const prefix = Array.from({ length: PREFIX_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return { key: `tnk.${tenantId}.${prefix}.${randomBytes(SECRET_BYTES).toString('base64url')}`, prefix };
}

/** @returns `undefined` for what has not exactly the form of a key */
export function readApiKey(text: string): ReadApiKey | undefined {
  const [, tenantId, prefix] = API_KEY.exec(text) ?? [];
  if (tenantId === undefined || prefix === undefined) return undefined;
  return { tenantId, prefix, hash: hashOfApiKey(text) };
}

/** SHA-256 of the whole key. Of 256 random bits nothing can be guessed, so guessing need not be made slow. */
export function hashOfApiKey(key: string): Buffer<ArrayBuffer> {
  return createHash('sha256').update(key).digest();
}
