import { invalidParameter, notAuthorized, ServiceError } from '../errors.ts';
import type { Service } from '../service.ts';
import { assertRefreshFlow, assertSecretHash, isClientSecret } from '../sign-in/client-auth.ts';
import type { Client, Pool } from '../store/model.ts';
import { findFamily, revokeFamily } from '../tokens/families.ts';
import { decodeToken } from '../tokens/jwt.ts';
import { refresh, refreshingUser } from '../tokens/refresh.ts';
import { tokenAnswer, type Answer } from './answer.ts';
import { readClient, readMetadata } from './fields.ts';
import type { Input } from './input.ts';

/** REFRESH_TOKEN_AUTH: no rotation here, and SECRET_HASH is over the real user name, never the e-mail. */
export async function refreshByAuthFlow(
  service: Service,
  { pool, client }: { pool: Pool; client: Client },
  parameters: ReadonlyMap<string, string>,
): Promise<Answer> {
  assertRefreshFlow(client);
  const refreshToken = parameters.get('REFRESH_TOKEN');
  if (refreshToken === undefined) throw invalidParameter('Missing required parameter REFRESH_TOKEN');
  const { user } = refreshingUser(service, { pool, client, refreshToken });
  assertSecretHash(client, user.username, parameters.get('SECRET_HASH'));
  const { tokens } = await refresh(service, { pool, client, refreshToken });
  return tokenAnswer(tokens);
}

export async function getTokensFromRefreshToken(service: Service, input: Input): Promise<Answer> {
  const refreshToken = input.text('RefreshToken');
  const { pool, client } = readClient(service, input);
  if (!isClientSecret(client, input.optionalText('ClientSecret'))) {
    throw notAuthorized(`Unable to verify secret for client ${client.id}`);
  }
  const clientMetadata = readMetadata(input);
  const refreshed = await refresh(service, { pool, client, refreshToken, clientMetadata });
  const { AuthenticationResult } = tokenAnswer(refreshed.tokens, refreshed.refreshToken);
  return { AuthenticationResult };
}

/** Ends the sign-in of a refresh token. An unknown token is not an error (RFC 7009, 2.2). */
export function revokeToken(service: Service, input: Input): Answer {
  const token = input.text('Token');
  const { pool, client } = readClient(service, input);
  if (!isClientSecret(client, input.optionalText('ClientSecret'))) {
    throw new ServiceError('UnauthorizedException', `Unable to verify secret for client ${client.id}`);
  }
  if (!client.enableTokenRevocation) {
    throw new ServiceError(
      'UnsupportedOperationException',
      'Token revocation is not enabled for this client.',
    );
  }
  if (decodeToken(token)) {
    throw new ServiceError('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.');
  }
  const family = findFamily(pool, token);
  if (family && family.clientId !== client.id) {
    throw new ServiceError('UnauthorizedException', 'The token was issued to another client.');
  }
  if (family) revokeFamily(service, family);
  return {};
}
