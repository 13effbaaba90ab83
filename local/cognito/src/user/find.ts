import { userNotFound } from '../errors.ts';
import type { Pool, User } from '../store/model.ts';

/** How names compare in this pool. */
export function fold(pool: Pool, value: string): string {
  return pool.settings.caseSensitive ? value : value.toLowerCase();
}

/** By user name, or by an attribute that stands for it (an alias only when it was verified). */
export function findUser(pool: Pool, name: string): User | undefined {
  const wanted = fold(pool, name);
  const exact = pool.users.get(wanted) ?? pool.users.get(name);
  if (exact) return exact;
  return [...pool.users.values()].find(
    (user) =>
      pool.settings.usernameAttributes.some((attribute) => matches(pool, user, attribute, wanted)) ||
      pool.settings.aliasAttributes.some(
        (attribute) => isVerified(user, attribute) && matches(pool, user, attribute, wanted),
      ),
  );
}

/** @throws UserNotFoundException */
export function userOf(pool: Pool, name: string): User {
  const user = findUser(pool, name);
  if (!user) throw userNotFound();
  return user;
}

/** Whether someone else already signs in by this value of the attribute. */
export function isTaken(pool: Pool, attribute: string, value: string, except?: User): boolean {
  const wanted = fold(pool, value);
  const unique = pool.settings.usernameAttributes.includes(attribute);
  const alias = pool.settings.aliasAttributes.includes(attribute);
  if (!unique && !alias) return false;
  return [...pool.users.values()].some(
    (user) =>
      user !== except && matches(pool, user, attribute, wanted) && (unique || isVerified(user, attribute)),
  );
}

function isVerified(user: User, attribute: string): boolean {
  return attribute === 'preferred_username' || user.attributes[`${attribute}_verified`] === 'true';
}

function matches(pool: Pool, user: User, attribute: string, folded: string): boolean {
  const value = user.attributes[attribute];
  return value !== undefined && fold(pool, value) === folded;
}
