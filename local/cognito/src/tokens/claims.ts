import type { Client, Pool, User } from '../store/model.ts';
import { canRead } from '../user/attributes.ts';
import { PROFILE_ATTRIBUTES } from '../user/standard-attributes.ts';
import type { Claims } from './jwt.ts';

const EMAIL_ATTRIBUTES = ['email', 'email_verified'];
const PHONE_ATTRIBUTES = ['phone_number', 'phone_number_verified'];

/**
 * The attributes a user's scopes open: `openid` alone opens all; beside it `email`, `phone` and `profile`
 * (which holds the custom attributes) open their own. `undefined` scopes mean API sign-in: all.
 */
export function isOpenedBy(scopes: readonly string[] | undefined, attribute: string): boolean {
  const named = scopes?.filter((scope) => ['email', 'phone', 'profile'].includes(scope)) ?? [];
  if (named.length === 0) return scopes === undefined || scopes.includes('openid');
  if (EMAIL_ATTRIBUTES.includes(attribute)) return named.includes('email');
  if (PHONE_ATTRIBUTES.includes(attribute)) return named.includes('phone');
  const profile = PROFILE_ATTRIBUTES.has(attribute) || attribute.startsWith('custom:');
  return profile && named.includes('profile');
}

/** Attributes the client may read and the scopes open, typed as in an ID token: `email_verified` is a boolean. */
export function attributeClaims(client: Client, user: User, scopes: readonly string[] | undefined): Claims {
  const readable = Object.entries(user.attributes).filter(
    ([name]) => canRead(client, name) && isOpenedBy(scopes, name),
  );
  return Object.fromEntries(readable.map(([name, value]) => [name, typed(name, value)]));
}

/** `cognito:groups`, most important first, and the IAM roles of those groups. Empty without groups. */
export function groupClaims(
  pool: Pool,
  user: User,
  groupsOverride?: readonly string[],
): { access: Claims; id: Claims } {
  const names = groupsOverride ?? user.groups;
  if (names.length === 0) return { access: {}, id: {} };
  const groups = names.map(
    (name) => pool.groups.get(name) ?? { name, precedence: undefined, roleArn: undefined },
  );
  const ordered = groups.sort((a, b) => (a.precedence ?? Infinity) - (b.precedence ?? Infinity) || 0);
  const roles = ordered.flatMap(({ roleArn }) => (roleArn === undefined ? [] : [roleArn]));
  const access = { 'cognito:groups': ordered.map(({ name }) => name) };
  const first = ordered[0]?.roleArn;
  return {
    access,
    id: {
      ...access,
      ...(roles.length > 0 && { 'cognito:roles': roles }),
      ...(first !== undefined && { 'cognito:preferred_role': first }),
    },
  };
}

function typed(name: string, value: string): unknown {
  if (name === 'email_verified' || name === 'phone_number_verified') return value === 'true';
  if (name === 'updated_at') return Number(value);
  if (name === 'address') return { formatted: value };
  return value;
}
