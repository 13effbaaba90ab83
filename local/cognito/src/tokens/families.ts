import { randomBytes, randomUUID } from 'node:crypto';
import { notAuthorized, ServiceError } from '../errors.ts';
import { fingerprint } from '../secrets.ts';
import type { Service } from '../service.ts';
import type { Client, Pool, RefreshToken, TokenFamily, User } from '../store/model.ts';
import { validitySeconds } from './validity.ts';

/** What API sign-in grants: the user may call GetUser, ChangePassword and the like with the token. */
export const USER_ADMIN_SCOPE = 'aws.cognito.signin.user.admin';

export interface SignIn {
  readonly scopes: readonly string[];
  readonly hosted: boolean;
  /** `auth_time`, seconds; now when absent. */
  readonly authTime?: number;
}

/** Begins the family of a sign-in, with its first refresh token. */
export function startFamily(service: Service, pool: Pool, client: Client, user: User, signIn: SignIn) {
  forgetExpired(pool, service.clock.now());
  const family: TokenFamily = {
    id: randomUUID(),
    eventId: randomUUID(),
    clientId: client.id,
    username: user.username,
    authTime: signIn.authTime ?? service.clock.seconds(),
    scopes: [...signIn.scopes],
    hosted: signIn.hosted,
    refreshExpiresAt: service.clock.now() + validitySeconds(client.refreshToken) * 1000,
  };
  pool.families.set(family.id, family);
  return { family, refreshToken: addRefreshToken(pool, family) };
}

/**
 * The family of a refresh token that may be used now by this client.
 * @throws NotAuthorizedException unknown, another client's, expired or revoked
 * @throws RefreshTokenReuseException rotated out, and its grace period is over (API_RefreshTokenRotationType)
 */
export function familyOfRefreshToken(
  service: Service,
  pool: Pool,
  client: Client,
  token: string,
): TokenFamily {
  const found = lookUp(pool, token);
  if (!found || found.family.clientId !== client.id) throw notAuthorized('Invalid Refresh Token.');
  const { family, entry } = found;
  const now = service.clock.now();
  if (family.revokedAt !== undefined) throw notAuthorized('Refresh Token has been revoked');
  if (family.refreshExpiresAt <= now) throw notAuthorized('Refresh Token has expired');
  if (entry.supersededAt !== undefined && now >= entry.supersededAt + client.rotation.graceSeconds * 1000) {
    throw new ServiceError('RefreshTokenReuseException', 'Refresh token reuse detected.');
  }
  return family;
}

/** Replaces a refresh token by a new one of the same family, which lives no longer than the family. */
export function rotateRefreshToken(service: Service, pool: Pool, family: TokenFamily, token: string): string {
  const entry = pool.refreshTokens.get(fingerprint(token));
  // Used a second time within its grace period it keeps the end it was given by the first use.
  if (entry) entry.supersededAt ??= service.clock.now();
  return addRefreshToken(pool, family);
}

/** The family a refresh token belongs to, whatever its state; for revocation. */
export function findFamily(pool: Pool, token: string): TokenFamily | undefined {
  return lookUp(pool, token)?.family;
}

export function revokeFamily(service: Service, family: TokenFamily): void {
  family.revokedAt ??= service.clock.now();
}

/** Global sign-out: everything of this user, whatever the client. */
export function revokeAllFamilies(service: Service, pool: Pool, user: User): void {
  for (const family of pool.families.values()) {
    if (family.username === user.username) revokeFamily(service, family);
  }
}

/** The family that an access or ID token came from; `event_id` names it where the client has no revocation. */
export function familyOfClaims(pool: Pool, claims: Record<string, unknown>): TokenFamily | undefined {
  const origin = claims['origin_jti'];
  if (typeof origin === 'string') return pool.families.get(origin);
  return [...pool.families.values()].find(({ eventId }) => eventId === claims['event_id']);
}

function lookUp(pool: Pool, token: string): { family: TokenFamily; entry: RefreshToken } | undefined {
  const entry = pool.refreshTokens.get(fingerprint(token));
  const family = entry && pool.families.get(entry.familyId);
  return family && { family, entry };
}

/** Opaque, and in the form and about the length of the service's (a JWE of five parts, 1.8 KB). */
function addRefreshToken(pool: Pool, family: TokenFamily): string {
  const header = Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString('base64url');
  const parts = [256, 12, 940, 16].map((length) => randomBytes(length).toString('base64url'));
  const token = [header, ...parts].join('.');
  pool.refreshTokens.set(fingerprint(token), { familyId: family.id });
  return token;
}

const DAY_MS = 86_400_000;
const forgottenAt = new WeakMap<Pool, number>();

/** Drops what expired more than a day ago (no access token outlives a day), at most once a minute. */
function forgetExpired(pool: Pool, now: number): void {
  if (Math.abs(now - (forgottenAt.get(pool) ?? 0)) < 60_000) return;
  forgottenAt.set(pool, now);
  for (const [id, family] of pool.families) {
    if (family.refreshExpiresAt + DAY_MS < now) pool.families.delete(id);
  }
  for (const [key, { familyId }] of pool.refreshTokens) {
    if (!pool.families.has(familyId)) pool.refreshTokens.delete(key);
  }
  for (const entries of [pool.challenges, pool.codes, pool.browserSessions]) {
    for (const [key, { expiresAt }] of entries) if (expiresAt < now) entries.delete(key);
  }
}
