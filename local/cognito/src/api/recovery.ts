import {
  codeMismatch,
  expiredCode,
  invalidParameter,
  notAuthorized,
  userDisabled,
  userNotFound,
} from '../errors.ts';
import type { Service } from '../service.ts';
import { assertPolicy } from '../sign-in/policy.ts';
import type { User } from '../store/model.ts';
import { applyAttributes } from '../user/attributes.ts';
import { assertCode, deliveryTo, sendCode } from '../user/codes.ts';
import { setPassword } from '../user/password.ts';
import type { Answer } from './answer.ts';
import type { Input } from './input.ts';
import { readNamed } from './sign-up.ts';

/**
 * Sends a code to the verified address. With PreventUserExistenceErrors the answer for an unknown, disabled or
 * unverified user is a simulated one (DG cognito-user-pool-managing-errors.html).
 */
export function forgotPassword(service: Service, input: Input): Answer {
  const { client, name, user } = readNamed(service, input);
  const email = user?.attributes['email_verified'] === 'true' ? user.attributes['email'] : undefined;
  if (!user || !user.enabled || (email === undefined && user.status !== 'FORCE_CHANGE_PASSWORD')) {
    if (client.preventUserExistenceErrors === 'ENABLED') {
      return { CodeDeliveryDetails: deliveryTo('email', user?.attributes['email'] ?? name) };
    }
    throw refusal(user);
  }
  if (user.status === 'FORCE_CHANGE_PASSWORD' || user.status === 'UNCONFIRMED' || email === undefined) {
    throw notAuthorized('User password cannot be reset in the current state.');
  }
  return { CodeDeliveryDetails: sendCode(service, user, 'forgot-password', 'email', email) };
}

function refusal(user: User | undefined): Error {
  if (!user) return userNotFound();
  if (!user.enabled) return userDisabled();
  return invalidParameter(
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
  );
}

/** Existing sign-ins stay: whoever wants them ended calls AdminUserGlobalSignOut. */
export function confirmForgotPassword(service: Service, input: Input): Answer {
  const { pool, client, user } = readNamed(service, input);
  const code = input.text('ConfirmationCode', { max: 2048 });
  const password = input.text('Password', { max: 256 });
  const hidden = client.preventUserExistenceErrors === 'ENABLED';
  if (!user) throw hidden ? codeMismatch() : userNotFound();
  if (!user.enabled) throw hidden ? codeMismatch() : userDisabled();
  if (!user.codes['forgot-password']) throw expiredCode();
  assertCode(service, user, 'forgot-password', code);
  assertPolicy(pool.settings.passwordPolicy, password);
  setPassword(service, pool, user, password, 'CONFIRMED');
  applyAttributes(user, { email_verified: 'true' }, service.clock.now());
  return {};
}
