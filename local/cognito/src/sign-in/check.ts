import { notAuthorized, ServiceError, userDisabled, userNotFound, wrongCredentials } from '../errors.ts';
import type { Service } from '../service.ts';
import type { Client, Pool, User } from '../store/model.ts';
import { findUser, fold } from '../user/find.ts';
import { assertNotLocked, clearFailures, countFailure } from './lock-out.ts';
import { isPassword } from './password.ts';

/**
 * Checks a password and counts the failure, in one synchronous step: parallel guesses cannot slip past the
 * lock-out. Shared by API sign-in, the login page and ChangePassword.
 * @throws NotAuthorizedException wrong password or locked out
 */
export function checkPassword(
  service: Service,
  pool: Pool,
  user: User | undefined,
  name: string,
  password: string,
) {
  const account = user?.username ?? `?${fold(pool, name).slice(0, 128)}`;
  const now = service.clock.now();
  assertNotLocked(pool, account, now);
  if (!isPassword(user, password)) {
    countFailure(pool, account, now);
    throw wrongCredentials();
  }
  clearFailures(pool, account);
}

/**
 * The user a name and password belong to. The caller still has to look at `status`: FORCE_CHANGE_PASSWORD
 * means the NEW_PASSWORD_REQUIRED challenge.
 * @throws NotAuthorizedException wrong, locked out, disabled, or a temporary password that expired
 * @throws UserNotFoundException only where the client does not hide who exists
 * @throws UserNotConfirmedException @throws PasswordResetRequiredException
 */
export function authenticate(
  service: Service,
  pool: Pool,
  client: Client,
  name: string,
  password: string,
): User {
  const user = findUser(pool, name);
  try {
    checkPassword(service, pool, user, name, password);
  } catch (error) {
    const hidden = user !== undefined || client.preventUserExistenceErrors === 'ENABLED';
    throw hidden || isLockOut(error) ? error : userNotFound();
  }
  if (!user) throw wrongCredentials();
  assertMaySignIn(service, pool, user);
  return user;
}

function isLockOut(error: unknown): boolean {
  return error instanceof Error && error.message === 'Password attempts exceeded';
}

function assertMaySignIn(service: Service, pool: Pool, user: User): void {
  if (!user.enabled) throw userDisabled();
  if (user.status === 'UNCONFIRMED') {
    throw new ServiceError('UserNotConfirmedException', 'User is not confirmed.');
  }
  if (user.status === 'RESET_REQUIRED') {
    throw new ServiceError('PasswordResetRequiredException', 'Password reset required for the user');
  }
  if (user.status === 'FORCE_CHANGE_PASSWORD' && temporaryPasswordExpired(service, pool, user)) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
}

function temporaryPasswordExpired(service: Service, pool: Pool, user: User): boolean {
  const days = pool.settings.passwordPolicy.temporaryPasswordValidityDays;
  return service.clock.now() >= user.passwordSetAt + days * 86_400_000;
}
