import {
  codeMismatch,
  expiredCode,
  invalidParameter,
  notAuthorized,
  ServiceError,
  userNotFound,
} from '../errors.ts';
import type { Service } from '../service.ts';
import { assertSecretHash } from '../sign-in/client-auth.ts';
import { assertPolicy } from '../sign-in/policy.ts';
import type { Client, Pool, User } from '../store/model.ts';
import { applyAttributes, assertWritable } from '../user/attributes.ts';
import { assertCode, deliveryTo, sendCode, type Delivery } from '../user/codes.ts';
import { createUser } from '../user/create.ts';
import { findUser, isTaken } from '../user/find.ts';
import { setPassword } from '../user/password.ts';
import type { Answer } from './answer.ts';
import { readAttributes, readClient, readUsername } from './fields.ts';
import type { Input } from './input.ts';

interface Named {
  readonly pool: Pool;
  readonly client: Client;
  readonly name: string;
  readonly user: User | undefined;
}

/** Client, user name and SECRET_HASH of the calls that need no sign-in. */
export function readNamed(service: Service, input: Input): Named {
  const { pool, client } = readClient(service, input);
  const name = readUsername(input);
  assertSecretHash(client, name, input.optionalText('SecretHash', { max: 128 }));
  return { pool, client, name, user: findUser(pool, name) };
}

export function signUp(service: Service, input: Input): Answer {
  const { pool, client, name } = readNamed(service, input);
  const password = input.text('Password', { max: 256 });
  const attributes = readAttributes(input);
  if (pool.settings.adminCreateUserOnly) throw notAuthorized('SignUp is not permitted for this user pool');
  assertWritable(client, Object.keys(attributes));
  assertPolicy(pool.settings.passwordPolicy, password);

  const user = createUser(pool, { name, attributes, status: 'UNCONFIRMED', now: service.clock.now() });
  setPassword(service, pool, user, password, 'UNCONFIRMED');
  const delivery = sendSignUpCode(service, pool, user);
  return {
    UserConfirmed: false,
    UserSub: user.sub,
    ...(delivery && { CodeDeliveryDetails: delivery }),
  };
}

export function confirmSignUp(service: Service, input: Input): Answer {
  const { pool, client, user } = readNamed(service, input);
  const code = input.text('ConfirmationCode', { max: 2048 });
  const forceAlias = input.flag('ForceAliasCreation') ?? false;
  if (!user) throw client.preventUserExistenceErrors === 'LEGACY' ? userNotFound() : expiredCode();
  if (user.status !== 'UNCONFIRMED') {
    // Only the owner of a mailbox may learn that the account is there already.
    if (client.preventUserExistenceErrors === 'ENABLED') throw codeMismatch();
    throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
  }
  assertCode(service, user, 'sign-up', code);
  const email = user.attributes['email'];
  if (email !== undefined && isTaken(pool, 'email', email, user) && !forceAlias) {
    throw new ServiceError('AliasExistsException', 'An account with the email already exists.');
  }
  const verified = addressOf(pool, user)?.attribute;
  if (verified !== undefined)
    applyAttributes(user, { [`${verified}_verified`]: 'true' }, service.clock.now());
  user.status = 'CONFIRMED';
  delete user.codes['sign-up'];
  return {};
}

export function resendConfirmationCode(service: Service, input: Input): Answer {
  const { pool, client, name, user } = readNamed(service, input);
  const hidden = client.preventUserExistenceErrors === 'ENABLED';
  if (user?.status !== 'UNCONFIRMED') {
    if (hidden) return { CodeDeliveryDetails: deliveryTo('email', user?.attributes['email'] ?? name) };
    throw user ? invalidParameter('User is already confirmed.') : userNotFound();
  }
  const delivery = sendSignUpCode(service, pool, user);
  if (!delivery) throw invalidParameter('Auto verification not turned on.');
  return { CodeDeliveryDetails: delivery };
}

function sendSignUpCode(service: Service, pool: Pool, user: User): Delivery | undefined {
  const address = addressOf(pool, user);
  return address && sendCode(service, user, 'sign-up', address.attribute, address.to);
}

function addressOf(pool: Pool, user: User): { attribute: string; to: string } | undefined {
  for (const attribute of pool.settings.autoVerifiedAttributes) {
    const to = user.attributes[attribute];
    if (to !== undefined) return { attribute, to };
  }
  return undefined;
}
