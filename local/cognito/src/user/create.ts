import { randomUUID } from 'node:crypto';
import { invalidParameter, ServiceError } from '../errors.ts';
import type { Pool, User, UserStatus } from '../store/model.ts';
import { assertConforms, isEmail, missingRequired, type Attributes } from './attributes.ts';
import { fold, isTaken } from './find.ts';

interface NewUser {
  /** As given: an e-mail address (or phone number) in a pool where that stands for the name. */
  readonly name: string;
  readonly attributes: Attributes;
  readonly status: UserStatus;
  readonly now: number;
}

/**
 * Adds a user without password. Where an attribute stands for the name, the user name is a UUID equal to `sub`.
 * @throws InvalidParameterException @throws UsernameExistsException
 */
export function createUser(pool: Pool, { name, attributes, status, now }: NewUser): User {
  const nameAttribute = attributeOfName(pool, name);
  const all = nameAttribute === undefined ? attributes : { [nameAttribute]: name, ...attributes };
  assertConforms(pool, all);
  if (nameAttribute !== undefined && fold(pool, all[nameAttribute] ?? '') !== fold(pool, name)) {
    throw invalidParameter(`The value of ${nameAttribute} must be the user name.`);
  }
  if ('sub' in all) throw invalidParameter('Cannot modify the non-mutable attribute sub');
  const missing = missingRequired(pool, all);
  if (missing.length > 0) {
    throw invalidParameter(
      `Attributes did not conform to the schema: ${missing.join(', ')}: The attribute is required`,
    );
  }
  assertFree(pool, name, nameAttribute, all);

  const sub = randomUUID();
  const user: User = {
    username: nameAttribute === undefined ? fold(pool, name) : sub,
    sub,
    attributes: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
    pending: {},
    enabled: true,
    status,
    passwordSetAt: now,
    groups: [],
    codes: {},
    createdAt: now,
    modifiedAt: now,
  };
  pool.users.set(user.username, user);
  return user;
}

/** Which attribute the name is a value of; `undefined` in a pool with plain user names. */
function attributeOfName(pool: Pool, name: string): string | undefined {
  const { usernameAttributes } = pool.settings;
  if (usernameAttributes.length === 0) return undefined;
  if (usernameAttributes.includes('email') && isEmail(name)) return 'email';
  if (usernameAttributes.includes('phone_number') && name.startsWith('+')) return 'phone_number';
  const wanted = usernameAttributes.map((attribute) =>
    attribute === 'email' ? 'an email' : 'a phone number',
  );
  throw invalidParameter(`Username should be ${wanted.join(' or ')}.`);
}

function assertFree(
  pool: Pool,
  name: string,
  nameAttribute: string | undefined,
  attributes: Attributes,
): void {
  const exists = (what: string) =>
    new ServiceError('UsernameExistsException', `An account with the given ${what} already exists.`);
  if (nameAttribute === undefined && pool.users.has(fold(pool, name))) throw exists('username');
  for (const attribute of pool.settings.usernameAttributes) {
    const value = attributes[attribute];
    if (value !== undefined && isTaken(pool, attribute, value)) throw exists(attribute);
  }
}
