import { clearFailures } from '../sign-in/lock-out.ts';
import { hashPassword } from '../sign-in/password.ts';
import type { Service } from '../service.ts';
import type { Pool, User, UserStatus } from '../store/model.ts';

/** Stores the hash; open challenge sessions and reset codes of the user end, because they meant the old one. */
export function setPassword(
  service: Service,
  pool: Pool,
  user: User,
  password: string,
  status: UserStatus,
): void {
  user.password = hashPassword(password);
  user.passwordSetAt = service.clock.now();
  user.status = status;
  user.modifiedAt = user.passwordSetAt;
  delete user.codes['forgot-password'];
  for (const [key, { username }] of pool.challenges) {
    if (username === user.username) pool.challenges.delete(key);
  }
  clearFailures(pool, user.username);
}
