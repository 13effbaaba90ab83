import jwt from 'jsonwebtoken';
import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { query } from './database.ts';

const ISSUER = process.env['COGNITO_ISSUER'] ?? '';
const CLIENT_ID = process.env['COGNITO_APP_CLIENT_ID'];
const REMEMBERED_FOR = 3_000;

interface Member {
  readonly subject: string;
  readonly expiresAt: number;
}

const keys = new Map<string, KeyObject>();
const members = new Map<string, Member>();
const admitted = new Map<string, number>();

export async function loadKeys(): Promise<void> {
  const answer = await fetch(process.env['COGNITO_JWKS_URI'] ?? '');
  const { keys: published } = (await answer.json()) as { keys: (JsonWebKey & { kid: string })[] };
  for (const key of published) keys.set(key.kid, createPublicKey({ key, format: 'jwk' }));
}

/** @returns `undefined` for a token that is not good; a good one is remembered */
export function memberOf(authorization: string | undefined): Member | undefined {
  const token = authorization?.slice('Bearer '.length) ?? '';
  const known = members.get(token);
  if (known !== undefined && known.expiresAt > Date.now()) return known;
  const claims = verified(token);
  if (claims === undefined || claims['client_id'] !== CLIENT_ID || claims['token_use'] !== 'access') return;
  const member = { subject: String(claims.sub), expiresAt: Number(claims.exp) * 1_000 };
  if (member.expiresAt <= Date.now()) return;
  members.set(token, member);
  return member;
}

/** With the library that the product, and nearly everybody, verifies tokens with. */
function verified(token: string): jwt.JwtPayload | undefined {
  try {
    const header = JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString()) as {
      kid: string;
    };
    const key = keys.get(header.kid);
    return key && (jwt.verify(token, key, { algorithms: ['RS256'], issuer: ISSUER }) as jwt.JwtPayload);
  } catch {
    return undefined;
  }
}

const MEMBERSHIP = {
  name: 'membership',
  text: `SELECT m.role FROM memberships m JOIN tenants t ON t.id = m.tenant_id
    WHERE m.tenant_id = $1 AND m.issuer = $2 AND m.subject = $3 AND m.status = 'active' AND t.status = 'active'`,
};

/** Whether the member may work in the tenant: asked of the database every three seconds. */
export async function mayEnter(tenantId: string, { subject }: Member): Promise<boolean> {
  const key = `${tenantId} ${subject}`;
  if ((admitted.get(key) ?? 0) > Date.now()) return true;
  const rows = await query(tenantId, MEMBERSHIP, [tenantId, ISSUER, subject]);
  if (rows.length === 0) return false;
  admitted.set(key, Date.now() + REMEMBERED_FOR);
  return true;
}

export interface Machine {
  readonly tenantId: string;
  readonly id: string;
  readonly name: string;
}

const API_KEY = {
  name: 'api-key',
  text: `SELECT k.id, k.name, k.tenant_id AS "tenantId" FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
    WHERE k.tenant_id = $1 AND k.prefix = $2 AND k.key_hash = $3 AND k.revoked_at IS NULL AND t.status = 'active'
      AND coalesce(k.expires_at > now(), true)`,
};

export async function machineOf(authorization: string | undefined): Promise<Machine | undefined> {
  const key = authorization?.slice('Bearer '.length) ?? '';
  const [, tenantId = '', prefix] = key.split('.');
  const [machine] = await query<Machine & Record<string, unknown>>(tenantId, API_KEY, [
    tenantId,
    prefix,
    createHash('sha256').update(key).digest(),
  ]);
  return machine;
}
