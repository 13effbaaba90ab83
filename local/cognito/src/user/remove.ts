import type { Pool, User } from '../store/model.ts';

/** Deletes a user with everything that could still sign in or refresh for them. */
export function removeUser(pool: Pool, user: User): void {
  pool.users.delete(user.username);
  pool.attempts.delete(user.username);
  for (const [id, family] of pool.families) {
    if (family.username === user.username) pool.families.delete(id);
  }
  for (const [key, { familyId }] of pool.refreshTokens) {
    if (!pool.families.has(familyId)) pool.refreshTokens.delete(key);
  }
  for (const entries of [pool.challenges, pool.codes, pool.browserSessions]) {
    for (const [key, { username }] of entries) if (username === user.username) entries.delete(key);
  }
}
