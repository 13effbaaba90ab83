import { createHash, randomUUID } from 'node:crypto';
import { issuerOf, type Service } from '../service.ts';
import type { Client, Pool, TokenFamily, User } from '../store/model.ts';
import { attributeClaims, groupClaims } from './claims.ts';
import { signToken, type Claims } from './jwt.ts';
import { signingKey } from './keys.ts';
import { changeClaims, runTrigger, triggerEvent, type TokenTrigger } from './pre-token-generation.ts';
import { validitySeconds } from './validity.ts';

export interface Grant {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  readonly family: TokenFamily;
  readonly trigger: TokenTrigger;
  /** Reaches the trigger (from AdminRespondToAuthChallenge and GetTokensFromRefreshToken). */
  readonly clientMetadata?: Record<string, string> | undefined;
  readonly nonce?: string | undefined;
}

export interface IssuedTokens {
  readonly accessToken: string;
  readonly idToken: string;
  /** Of the access token, seconds. */
  readonly expiresIn: number;
}

/** Signs a fresh access and ID token for a family; user attributes and groups are read anew each time. */
export async function issueTokens(service: Service, grant: Grant): Promise<IssuedTokens> {
  const { pool, client, user, family } = grant;
  const event = () => triggerEvent(service, grant, grant.trigger, family.scopes, grant.clientMetadata);
  const overrides = service.preTokenGeneration ? await runTrigger(service.preTokenGeneration, event()) : {};

  const groups = groupClaims(pool, user, overrides.groupOverrideDetails?.groupsToOverride);
  const iat = service.clock.seconds();
  const common: Claims = {
    sub: user.sub,
    iss: issuerOf(service, pool.id),
    ...(client.enableTokenRevocation && { origin_jti: family.id }),
    event_id: family.eventId,
    auth_time: family.authTime,
    iat,
  };
  const expiresIn = validitySeconds(client.accessToken);
  const access = changeClaims(
    {
      ...common,
      ...groups.access,
      ...(family.hosted && { version: 2 }),
      client_id: client.id,
      token_use: 'access',
      scope: changedScopes(family.scopes, overrides.accessTokenGeneration).join(' '),
      exp: iat + expiresIn,
      jti: randomUUID(),
      username: user.username,
    },
    overrides.accessTokenGeneration,
    'access',
  );
  const accessKey = signingKey(pool, 'access');
  const accessToken = signToken(accessKey.kid, accessKey.key, access);

  const id = changeClaims(
    {
      ...attributeClaims(client, user, family.hosted ? family.scopes : undefined),
      ...common,
      ...groups.id,
      'cognito:username': user.username,
      aud: client.id,
      token_use: 'id',
      exp: iat + validitySeconds(client.idToken),
      jti: randomUUID(),
      ...(family.hosted && { at_hash: atHash(accessToken) }),
      ...(grant.nonce !== undefined && { nonce: grant.nonce }),
    },
    overrides.idTokenGeneration,
    'id',
  );
  const idKey = signingKey(pool, 'id');
  return { accessToken, idToken: signToken(idKey.kid, idKey.key, id), expiresIn };
}

function changedScopes(
  scopes: readonly string[],
  changes: { scopesToAdd?: readonly string[]; scopesToSuppress?: readonly string[] } | null | undefined,
): string[] {
  const suppressed = new Set(changes?.scopesToSuppress);
  return [...new Set([...scopes, ...(changes?.scopesToAdd ?? [])])].filter((scope) => !suppressed.has(scope));
}

/** OpenID Connect Core, 3.1.3.6: the left half of the access token's SHA-256. */
function atHash(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
}
