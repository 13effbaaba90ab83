import { notAuthorized, userDisabled } from '../errors.ts';
import type { Service } from '../service.ts';
import type { Client, Pool, TokenFamily, User } from '../store/model.ts';
import { familyOfRefreshToken, rotateRefreshToken } from './families.ts';
import { issueTokens, type IssuedTokens } from './issue.ts';

export interface Refreshed {
  readonly tokens: IssuedTokens;
  /** Only where the client rotates. */
  readonly refreshToken: string | undefined;
}

export interface RefreshRequest {
  readonly pool: Pool;
  readonly client: Client;
  readonly refreshToken: string;
  readonly clientMetadata?: Record<string, string> | undefined;
}

/**
 * Whom a refresh token belongs to, if it may be used.
 * @throws NotAuthorizedException @throws RefreshTokenReuseException
 */
export function refreshingUser(
  service: Service,
  request: RefreshRequest,
): { user: User; family: TokenFamily } {
  const { pool, client, refreshToken } = request;
  const family = familyOfRefreshToken(service, pool, client, refreshToken);
  const user = pool.users.get(family.username);
  if (!user) throw notAuthorized('Invalid Refresh Token.');
  if (!user.enabled) throw userDisabled();
  return { user, family };
}

/** New access and ID tokens of the same sign-in; shared by the JSON API and the token endpoint. */
export async function refresh(service: Service, request: RefreshRequest): Promise<Refreshed> {
  const { pool, client, clientMetadata } = request;
  const { user, family } = refreshingUser(service, request);
  // Before the trigger is awaited: two parallel calls must not both find the token fresh.
  const refreshToken = client.rotation.enabled
    ? rotateRefreshToken(service, pool, family, request.refreshToken)
    : undefined;
  const trigger = 'TokenGeneration_RefreshTokens';
  const tokens = await issueTokens(service, { pool, client, user, family, trigger, clientMetadata });
  return { tokens, refreshToken };
}
