import type { TokenUse } from '../platform/config/environment.ts';
import type { Principal } from '../platform/context/request-context.ts';
import { Unauthorized } from '../platform/http/problem.ts';
import type { Members } from './token-part.ts';

/** Seconds that clocks may differ. Cognito documents no tolerance. */
export const CLOCK_TOLERANCE = 5;
/** ID and access tokens live one day at most (Cognito developer guide, "App clients"). In seconds. */
export const LONGEST_LIFE = 86_400;
/** OpenID Connect Core section 2: `sub` is at most 255 ASCII characters. */
const SUBJECT = /^[\x21-\x7e]{1,255}$/;

export interface ExpectedClaims {
  /** What `iss` was found to equal. */
  readonly issuer: string;
  readonly clientIds: ReadonlySet<string>;
  readonly tenantClaims: readonly string[];
  /** Seconds since the epoch. */
  readonly now: number;
}

/**
 * The principal that the claims of a token with a good signature, issuer and `exp` describe. Checks what jsonwebtoken
 * leaves out: it accepts a token without `exp`, without `sub`, issued in the future, or of another client.
 * @throws Unauthorized
 */
export function principalOf(claims: Members, expected: ExpectedClaims): Principal {
  const issuedAt = time(claims, 'iat');
  const expiresAt = time(claims, 'exp');
  if (issuedAt > expected.now + CLOCK_TOLERANCE) throw new Unauthorized('issued in the future');
  if (expiresAt - issuedAt > LONGEST_LIFE) throw new Unauthorized('lives longer than a day');

  const subject = text(claims, 'sub');
  if (subject === null || !SUBJECT.test(subject)) throw new Unauthorized('no usable subject');
  const tokenUse = tokenUseOf(claims);
  const idToken = tokenUse === 'id';
  const clientId = text(claims, idToken ? 'aud' : 'client_id');
  if (clientId === null || !expected.clientIds.has(clientId))
    throw new Unauthorized('not one of our clients');
  const tenantClaim = expected.tenantClaims.find((name) => claims[name] !== undefined);

  return Object.freeze({
    issuer: expected.issuer,
    subject,
    username: text(claims, idToken ? 'cognito:username' : 'username') ?? subject,
    tokenUse,
    clientId,
    email: idToken ? text(claims, 'email') : null,
    groups: groupsOf(claims),
    tenantClaim: tenantClaim === undefined ? null : text(claims, tenantClaim),
    signInId: signInIdOf(claims, issuedAt),
    issuedAt,
    expiresAt,
  });
}

function text(claims: Members, name: string): string | null {
  const value = claims[name];
  if (value === undefined) return null;
  if (typeof value !== 'string') throw new Unauthorized(`claim ${name} is not a string`);
  return value;
}

/** JSON knows `1e400`, which JavaScript reads as infinity. */
function time(claims: Members, name: 'exp' | 'iat'): number {
  const value = claims[name];
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new Unauthorized(`claim ${name} is no time`);
  return value;
}

function tokenUseOf(claims: Members): TokenUse {
  const use = claims['token_use'];
  if (use !== 'access' && use !== 'id') throw new Unauthorized('neither an access nor an ID token');
  return use;
}

function groupsOf(claims: Members): readonly string[] {
  const groups = claims['cognito:groups'] ?? [];
  if (!Array.isArray(groups) || groups.some((group) => typeof group !== 'string')) {
    throw new Unauthorized('claim cognito:groups is not a list of names');
  }
  return Object.freeze([...(groups as string[])]);
}

/** With token revocation off Cognito writes neither `origin_jti` nor `jti`; the time of sign-in is next best. */
function signInIdOf(claims: Members, issuedAt: number): string {
  const id = text(claims, 'origin_jti') ?? text(claims, 'jti');
  return id ?? `auth_time:${String(claims['auth_time'] ?? issuedAt)}`;
}
