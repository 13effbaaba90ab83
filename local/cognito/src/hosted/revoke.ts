import { json, type Reply } from '../http/reply.ts';
import { form, type HttpRequest } from '../http/request.ts';
import type { Service } from '../service.ts';
import { findFamily, revokeFamily } from '../tokens/families.ts';
import { decodeToken } from '../tokens/jwt.ts';
import { authenticateClient } from './client-auth.ts';
import { CORS } from './cors.ts';
import { TokenError } from './oauth-error.ts';

/** POST /oauth2/revoke (RFC 7009): 200 also for a token that is unknown or revoked already. */
export function revoke(service: Service, request: HttpRequest): Reply {
  const { pool, client } = authenticateClient(service, request, 401);
  const token = form(request).get('token') ?? '';
  if (token === '') throw new TokenError('invalid_request', 'token is missing');
  if (!client.enableTokenRevocation) throw new TokenError('invalid_request', 'revocation is not enabled');
  if (decodeToken(token)) throw new TokenError('unsupported_token_type');
  const family = findFamily(pool, token);
  if (family && family.clientId !== client.id)
    throw new TokenError('invalid_request', 'not a token of this client');
  if (family) revokeFamily(service, family);
  return json(200, {}, CORS);
}
