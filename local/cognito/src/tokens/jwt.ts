import { sign, verify, type KeyObject } from 'node:crypto';

export type Claims = Record<string, unknown>;

export interface DecodedToken {
  readonly kid: string;
  readonly claims: Claims;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** RS256 (RFC 7515), with the header the service sends: `kid` and `alg`, no `typ`. */
export function signToken(kid: string, key: KeyObject, claims: Claims): string {
  const content = `${encode({ kid, alg: 'RS256' })}.${encode(claims)}`;
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`;
}

/** Reads without verifying: only to find the key that {@link hasValidSignature} needs. */
export function decodeToken(token: string): DecodedToken | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  const header = decodePart(parts[0]);
  const claims = decodePart(parts[1]);
  if (!header || !claims || header['alg'] !== 'RS256' || typeof header['kid'] !== 'string') return undefined;
  return { kid: header['kid'], claims };
}

export function hasValidSignature(token: string, key: KeyObject): boolean {
  const end = token.lastIndexOf('.');
  const signature = Buffer.from(token.slice(end + 1), 'base64url');
  return verify('RSA-SHA256', Buffer.from(token.slice(0, end)), key, signature);
}

function decodePart(part: string | undefined): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
