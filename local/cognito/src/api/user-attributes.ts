import { invalidParameter, ServiceError } from '../errors.ts';
import type { Service } from '../service.ts';
import type { Pool, User } from '../store/model.ts';
import { applyAttributes, assertConforms, assertMutable, type Attributes } from '../user/attributes.ts';
import { isTaken } from '../user/find.ts';
import type { Answer } from './answer.ts';
import { readAttributes, readPoolAndUser } from './fields.ts';
import type { Input } from './input.ts';

const VERIFIABLE = ['email', 'phone_number'];

export function adminUpdateUserAttributes(service: Service, input: Input): Answer {
  const { pool, user } = readPoolAndUser(service, input);
  const attributes = readAttributes(input);
  if (Object.keys(attributes).length === 0) throw invalidParameter('UserAttributes must not be empty.');
  assertChangeable(pool, user, attributes);
  applyAttributes(user, { ...unverified(user, attributes), ...attributes }, service.clock.now());
  return {};
}

export function adminDeleteUserAttributes(service: Service, input: Input): Answer {
  const { pool, user } = readPoolAndUser(service, input);
  const names = input.texts('UserAttributeNames', { max: 32 }) ?? [];
  const blank = Object.fromEntries(names.map((name) => [name, '']));
  assertChangeable(pool, user, blank);
  applyAttributes(user, { ...unverified(user, blank), ...blank }, service.clock.now());
  return {};
}

/** @throws InvalidParameterException @throws AliasExistsException */
export function assertChangeable(pool: Pool, user: User, attributes: Attributes): void {
  assertConforms(pool, attributes);
  assertMutable(pool, Object.keys(attributes));
  for (const [name, value] of Object.entries(attributes)) {
    const needed = pool.settings.schema.some((a) => a.name === name && a.required);
    if (value === '' && (needed || pool.settings.usernameAttributes.includes(name))) {
      throw invalidParameter(`Cannot delete required attribute ${name}`);
    }
    if (value !== '' && isTaken(pool, name, value, user)) {
      throw new ServiceError('AliasExistsException', `An account with the given ${name} already exists.`);
    }
  }
}

/** A changed address is not verified any more, unless the same call says that it is. */
export function unverified(user: User, attributes: Attributes): Record<string, string> {
  const changed = VERIFIABLE.filter(
    (name) => name in attributes && attributes[name] !== user.attributes[name],
  );
  return Object.fromEntries(
    changed.map((name) => [`${name}_verified`, attributes[name] === '' ? '' : 'false']),
  );
}
