import { invalidParameter, notAuthorized } from '../errors.ts';
import type { Service } from '../service.ts';
import { checkPassword } from '../sign-in/check.ts';
import { assertPolicy } from '../sign-in/policy.ts';
import { readAccessToken, type AccessGrant } from '../tokens/access.ts';
import { revokeAllFamilies, USER_ADMIN_SCOPE } from '../tokens/families.ts';
import {
  applyAttributes,
  assertWritable,
  attributeList,
  readableAttributes,
  without,
} from '../user/attributes.ts';
import { assertCode, sendCode, type Delivery } from '../user/codes.ts';
import { setPassword } from '../user/password.ts';
import { removeUser } from '../user/remove.ts';
import type { Answer } from './answer.ts';
import { readAttributes } from './fields.ts';
import type { Input } from './input.ts';
import { assertChangeable, unverified } from './user-attributes.ts';

/** What a signed-in user may call: the token must carry the scope that API sign-in grants. */
function caller(service: Service, input: Input): AccessGrant {
  const grant = readAccessToken(service, input.text('AccessToken', { pattern: /^[\w=.-]+$/ }));
  if (!grant.scopes.includes(USER_ADMIN_SCOPE)) {
    throw notAuthorized('Access Token does not have required scopes');
  }
  return grant;
}

export function getUser(service: Service, input: Input): Answer {
  const { client, user } = caller(service, input);
  return { Username: user.username, UserAttributes: attributeList(readableAttributes(client, user)) };
}

export function globalSignOut(service: Service, input: Input): Answer {
  const { pool, user } = caller(service, input);
  revokeAllFamilies(service, pool, user);
  return {};
}

/** A wrong old password counts for the lock-out, as at sign-in. */
export function changePassword(service: Service, input: Input): Answer {
  const { pool, user } = caller(service, input);
  const previous = input.text('PreviousPassword', { max: 256 });
  const proposed = input.text('ProposedPassword', { max: 256 });
  checkPassword(service, pool, user, user.username, previous);
  assertPolicy(pool.settings.passwordPolicy, proposed);
  setPassword(service, pool, user, proposed, user.status);
  return {};
}

export function deleteUser(service: Service, input: Input): Answer {
  const { pool, user } = caller(service, input);
  removeUser(pool, user);
  return {};
}

/** Only what the client may write; a new e-mail address has to be verified by the code that goes to it. */
export function updateUserAttributes(service: Service, input: Input): Answer {
  const { pool, client, user } = caller(service, input);
  const attributes = readAttributes(input);
  if (Object.keys(attributes).length === 0) throw invalidParameter('UserAttributes must not be empty.');
  assertChangeable(pool, user, attributes);
  assertWritable(client, Object.keys(attributes));

  const waiting = Object.entries(attributes).filter(
    ([name, value]) =>
      value !== '' && value !== user.attributes[name] && pool.settings.verifyBeforeUpdate.includes(name),
  );
  const immediate = Object.fromEntries(
    Object.entries(attributes).filter(([name]) => !waiting.some(([waits]) => waits === name)),
  );
  const newAddresses = Object.entries(unverified(user, immediate)).filter(([, value]) => value === 'false');
  applyAttributes(user, { ...immediate, ...unverified(user, immediate) }, service.clock.now());
  Object.assign(user.pending, Object.fromEntries(waiting));

  const toVerify = [
    ...waiting.map(([name]) => name),
    ...newAddresses.map(([name]) => name.replace('_verified', '')),
  ];
  const deliveries = toVerify
    .filter((name) => pool.settings.autoVerifiedAttributes.includes(name) || name in user.pending)
    .map((name) => sendVerification(service, { user }, name));
  return { CodeDeliveryDetailsList: deliveries };
}

export function getUserAttributeVerificationCode(service: Service, input: Input): Answer {
  const { user } = caller(service, input);
  return { CodeDeliveryDetails: sendVerification(service, { user }, readVerifiable(input)) };
}

export function verifyUserAttribute(service: Service, input: Input): Answer {
  const { user } = caller(service, input);
  const name = readVerifiable(input);
  assertCode(service, user, `verify-${name}`, input.text('Code', { max: 2048 }));
  const value = user.pending[name];
  const verified = { ...(value !== undefined && { [name]: value }), [`${name}_verified`]: 'true' };
  applyAttributes(user, verified, service.clock.now());
  user.pending = without(user.pending, name);
  user.codes = without(user.codes, `verify-${name}`);
  return {};
}

function readVerifiable(input: Input): 'email' | 'phone_number' {
  const name = input.choice('AttributeName', ['email', 'phone_number']);
  if (!name) throw invalidParameter('AttributeName must be email or phone_number.');
  return name;
}

function sendVerification(service: Service, { user }: Pick<AccessGrant, 'user'>, name: string): Delivery {
  const to = user.pending[name] ?? user.attributes[name];
  if (to === undefined || (name !== 'email' && name !== 'phone_number')) {
    throw invalidParameter(`The user has no ${name} to verify.`);
  }
  return sendCode(service, user, `verify-${name}`, name, to);
}
