import { randomBytes } from 'node:crypto';
import { notAuthorized } from '../errors.ts';
import { fingerprint } from '../secrets.ts';
import type { Service } from '../service.ts';
import type { Client, Pool, User } from '../store/model.ts';
import {
  applyAttributes,
  assertConforms,
  assertWritable,
  missingRequired,
  type Attributes,
} from '../user/attributes.ts';
import { setPassword } from '../user/password.ts';
import { assertPolicy } from './policy.ts';

/** Opens a NEW_PASSWORD_REQUIRED session, bound to this user and client, for AuthSessionValidity minutes. */
export function openNewPasswordSession(service: Service, pool: Pool, client: Client, user: User): string {
  const session = randomBytes(240).toString('base64url');
  pool.challenges.set(fingerprint(session), {
    name: 'NEW_PASSWORD_REQUIRED',
    username: user.username,
    clientId: client.id,
    expiresAt: service.clock.now() + client.authSessionMinutes * 60_000,
  });
  return session;
}

/**
 * The user a session was opened for. It stays usable until it is answered rightly, so that a password that
 * breaks the policy can be corrected.
 * @throws NotAuthorizedException unknown, used, expired, another client's or another user's session
 */
export function userOfSession(
  service: Service,
  pool: Pool,
  client: Client,
  session: string,
  named: User | undefined,
): User {
  const challenge = pool.challenges.get(fingerprint(session));
  const user = challenge && pool.users.get(challenge.username);
  if (!challenge || !user || challenge.clientId !== client.id || named !== user || !user.enabled) {
    throw notAuthorized('Invalid session for the user.');
  }
  if (challenge.expiresAt <= service.clock.now()) {
    throw notAuthorized('Invalid session for the user, session is expired.');
  }
  return user;
}

/**
 * Sets the new password and uses the session up.
 * @throws InvalidPasswordException @throws InvalidParameterException
 * @throws NotAuthorizedException for an attribute the client may not write or that already has a value
 */
export function answerNewPassword(
  service: Service,
  { pool, client, user }: { pool: Pool; client: Client; user: User },
  password: string,
  attributes: Attributes,
): void {
  assertConforms(pool, attributes);
  const required = new Set(pool.settings.schema.filter((a) => a.required).map(({ name }) => name));
  const standing = new Set([...required, ...pool.settings.usernameAttributes]);
  for (const name of Object.keys(attributes)) {
    if (standing.has(name) && user.attributes[name] !== undefined) {
      throw notAuthorized(`Cannot modify an already provided ${name}`);
    }
  }
  assertWritable(client, Object.keys(attributes));
  const missing = missingRequired(pool, { ...user.attributes, ...attributes });
  if (missing.length > 0) throw notAuthorized(`Invalid attributes given, ${missing.join(', ')} is missing`);
  assertPolicy(pool.settings.passwordPolicy, password);

  applyAttributes(user, attributes, service.clock.now());
  setPassword(service, pool, user, password, 'CONFIRMED');
}
