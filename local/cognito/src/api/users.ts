import { invalidParameter, notAuthorized, ServiceError } from '../errors.ts';
import type { Service } from '../service.ts';
import { assertPolicy, generatePassword } from '../sign-in/policy.ts';
import type { Pool, User } from '../store/model.ts';
import { revokeAllFamilies } from '../tokens/families.ts';
import { allAttributes, attributeList } from '../user/attributes.ts';
import { sendCode } from '../user/codes.ts';
import { createUser } from '../user/create.ts';
import { findUser } from '../user/find.ts';
import { setPassword } from '../user/password.ts';
import { removeUser } from '../user/remove.ts';
import type { Answer } from './answer.ts';
import { epoch, readAttributes, readPool, readPoolAndUser, readUsername } from './fields.ts';
import type { Input } from './input.ts';

const MEDIA = ['EMAIL', 'SMS'] as const;

/** A user as AdminCreateUser and ListUsers show it (AdminGetUser says `UserAttributes`). */
export function userView(user: User): Answer {
  return {
    Username: user.username,
    Attributes: attributeList(allAttributes(user)),
    UserCreateDate: epoch(user.createdAt),
    UserLastModifiedDate: epoch(user.modifiedAt),
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}

export function adminCreateUser(service: Service, input: Input): Answer {
  const pool = readPool(service, input);
  const name = readUsername(input);
  const attributes = readAttributes(input);
  const action = input.choice('MessageAction', ['SUPPRESS', 'RESEND']);
  const media = input.choices('DesiredDeliveryMediums', MEDIA) ?? ['SMS'];
  const policy = pool.settings.passwordPolicy;
  const password = input.optionalText('TemporaryPassword', { max: 256 }) ?? generatePassword(policy);
  assertPolicy(policy, password);

  const now = service.clock.now();
  const status = 'FORCE_CHANGE_PASSWORD';
  const user =
    action === 'RESEND' ? invitedUser(pool, name) : createUser(pool, { name, attributes, status, now });
  setPassword(service, pool, user, password, status);
  if (action !== 'SUPPRESS') sendInvitation(service, user, password, media);
  return { User: userView(user) };
}

function invitedUser(pool: Pool, name: string): User {
  const user = findUser(pool, name);
  if (!user) throw new ServiceError('UserNotFoundException', 'User does not exist.');
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new ServiceError(
      'UnsupportedUserStateException',
      `Resend not possible. ${user.status} is not resendable.`,
    );
  }
  return user;
}

function sendInvitation(service: Service, user: User, password: string, media: readonly string[]): void {
  for (const [medium, attribute] of [
    ['EMAIL', 'email'],
    ['SMS', 'phone_number'],
  ] as const) {
    const to = user.attributes[attribute];
    if (!media.includes(medium) || to === undefined) continue;
    service.outbox.add({
      to,
      subject: 'Your temporary password',
      body: `Your username is ${to} and temporary password is ${password}`,
      kind: 'invitation',
      temporaryPassword: password,
    });
  }
}

export function adminGetUser(service: Service, input: Input): Answer {
  const { Attributes, ...rest } = userView(readPoolAndUser(service, input).user);
  return { ...rest, UserAttributes: Attributes };
}

export function adminDeleteUser(service: Service, input: Input): Answer {
  const { pool, user } = readPoolAndUser(service, input);
  removeUser(pool, user);
  return {};
}

export function adminEnableUser(service: Service, input: Input): Answer {
  const { user } = readPoolAndUser(service, input);
  user.enabled = true;
  user.modifiedAt = service.clock.now();
  return {};
}

/** No sign-in any more, and what was signed in is revoked (API_AdminDisableUser). */
export function adminDisableUser(service: Service, input: Input): Answer {
  const { pool, user } = readPoolAndUser(service, input);
  user.enabled = false;
  user.modifiedAt = service.clock.now();
  revokeAllFamilies(service, pool, user);
  return {};
}

export function adminSetUserPassword(service: Service, input: Input): Answer {
  const { pool, user } = readPoolAndUser(service, input);
  const password = input.text('Password', { max: 256 });
  assertPolicy(pool.settings.passwordPolicy, password);
  const permanent = input.flag('Permanent') ?? false;
  setPassword(service, pool, user, password, permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD');
  return {};
}

/** The password no longer works; a code to set a new one goes to the verified address. */
export function adminResetUserPassword(service: Service, input: Input): Answer {
  const { user } = readPoolAndUser(service, input);
  if (!user.enabled || (user.status !== 'CONFIRMED' && user.status !== 'RESET_REQUIRED')) {
    throw notAuthorized('User password cannot be reset in the current state.');
  }
  const email = user.attributes['email_verified'] === 'true' ? user.attributes['email'] : undefined;
  if (email === undefined) {
    throw invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  }
  user.status = 'RESET_REQUIRED';
  user.modifiedAt = service.clock.now();
  sendCode(service, user, 'forgot-password', 'email', email);
  return {};
}

export function adminConfirmSignUp(service: Service, input: Input): Answer {
  const { user } = readPoolAndUser(service, input);
  if (user.status !== 'UNCONFIRMED') {
    throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
  }
  user.status = 'CONFIRMED';
  user.modifiedAt = service.clock.now();
  return {};
}

export function adminUserGlobalSignOut(service: Service, input: Input): Answer {
  const { pool, user } = readPoolAndUser(service, input);
  revokeAllFamilies(service, pool, user);
  return {};
}
