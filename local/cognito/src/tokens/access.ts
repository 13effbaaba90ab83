import { notAuthorized, userDisabled, userNotFound } from '../errors.ts';
import { issuerOf, type Service } from '../service.ts';
import type { Client, Pool, TokenFamily, User } from '../store/model.ts';
import { familyOfClaims } from './families.ts';
import { decodeToken, hasValidSignature } from './jwt.ts';
import { verificationKey } from './keys.ts';

export interface AccessGrant {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  readonly family: TokenFamily;
  readonly scopes: readonly string[];
}

const invalid = () => notAuthorized('Invalid Access Token');

/**
 * Whom an access token speaks for, with everything that only the service itself can see: revocation, sign-out,
 * disabled and deleted users.
 * @throws NotAuthorizedException @throws UserNotFoundException
 */
export function readAccessToken(service: Service, token: string): AccessGrant {
  const decoded = decodeToken(token);
  const claims = decoded?.claims;
  const pool = [...service.store.pools.values()].find(({ id }) => issuerOf(service, id) === claims?.['iss']);
  const key = pool && decoded && verificationKey(pool, decoded.kid);
  if (!claims || !key || !hasValidSignature(token, key) || claims['token_use'] !== 'access') throw invalid();
  if (typeof claims['exp'] !== 'number' || claims['exp'] <= service.clock.seconds()) {
    throw notAuthorized('Access Token has expired');
  }
  const client = pool.clients.get(String(claims['client_id']));
  const family = familyOfClaims(pool, claims);
  if (!client || !family) throw invalid();
  if (family.revokedAt !== undefined) throw notAuthorized('Access Token has been revoked');
  const user = pool.users.get(family.username);
  if (!user) throw userNotFound();
  if (!user.enabled) throw userDisabled();
  return { pool, client, user, family, scopes: String(claims['scope']).split(' ') };
}
