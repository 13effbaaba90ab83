import { ServiceError } from '../errors.ts';
import { json, type Reply } from '../http/reply.ts';
import type { HttpRequest } from '../http/request.ts';
import type { Service } from '../service.ts';
import { readAccessToken, type AccessGrant } from '../tokens/access.ts';
import { isOpenedBy } from '../tokens/claims.ts';
import { canRead } from '../user/attributes.ts';
import { CORS } from './cors.ts';

/** GET or POST /oauth2/userInfo: all values are strings here, `email_verified` too. */
export function userInfo(service: Service, request: HttpRequest): Reply {
  const [, bearer] = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (bearer === undefined) return refusal(400, 'invalid_request', 'a bearer token is required');
  let grant: AccessGrant;
  try {
    grant = readAccessToken(service, bearer);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return refusal(401, 'invalid_token', error.message);
  }
  // Tokens of API sign-in do not have it.
  if (!grant.scopes.includes('openid')) return refusal(401, 'invalid_token', 'the scope openid is required');
  const { user, client, scopes } = grant;
  const attributes = Object.entries(user.attributes).filter(
    ([name]) => canRead(client, name) && isOpenedBy(scopes, name),
  );
  return json(200, { sub: user.sub, ...Object.fromEntries(attributes), username: user.username }, CORS);
}

function refusal(status: number, error: string, description: string): Reply {
  const challenge = `Bearer error="${error}", error_description="${description}"`;
  return json(status, { error, error_description: description }, { ...CORS, 'www-authenticate': challenge });
}
