import { createHash } from 'node:crypto';
import { ServiceError } from '../errors.ts';
import { json, type Reply } from '../http/reply.ts';
import { form, type HttpRequest } from '../http/request.ts';
import { fingerprint, sameSecret } from '../secrets.ts';
import type { Service } from '../service.ts';
import type { AuthorizationCode, Client, Pool } from '../store/model.ts';
import { startFamily } from '../tokens/families.ts';
import { issueTokens, type IssuedTokens } from '../tokens/issue.ts';
import { refresh, refreshingUser } from '../tokens/refresh.ts';
import { canRead } from '../user/attributes.ts';
import { authenticateClient } from './client-auth.ts';
import { CORS } from './cors.ts';
import { TokenError } from './oauth-error.ts';

/** POST /oauth2/token (DG token-endpoint.html). */
export async function token(service: Service, request: HttpRequest): Promise<Reply> {
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    throw new TokenError('invalid_request', 'the body must be application/x-www-form-urlencoded');
  }
  const fields = form(request);
  const { pool, client } = authenticateClient(service, request, 400);
  const grant = fields.get('grant_type');
  if (grant === null) throw new TokenError('invalid_request', 'grant_type is missing');
  try {
    if (grant === 'authorization_code') return await exchangeCode(service, pool, client, fields);
    if (grant === 'refresh_token') return await exchangeRefreshToken(service, pool, client, fields);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new TokenError('invalid_grant', error.message);
  }
  const reason = grant === 'client_credentials' ? 'unauthorized_client' : 'unsupported_grant_type';
  throw new TokenError(reason);
}

async function exchangeCode(
  service: Service,
  pool: Pool,
  client: Client,
  fields: URLSearchParams,
): Promise<Reply> {
  const code = takeCode(service, pool, client, required(fields, 'code'));
  if (required(fields, 'redirect_uri') !== code.redirectUri) {
    throw new TokenError('unauthorized_client', 'invalid_redirect');
  }
  assertVerifier(code, fields.get('code_verifier'));
  assertReadable(client, code.scopes);
  const user = pool.users.get(code.username);
  if (!user?.enabled) throw new TokenError('invalid_grant', 'the user may not sign in');

  const { family, refreshToken } = startFamily(service, pool, client, user, {
    scopes: code.scopes,
    hosted: true,
    authTime: code.authTime,
  });
  const trigger = 'TokenGeneration_HostedAuth';
  const tokens = await issueTokens(service, { pool, client, user, family, trigger, nonce: code.nonce });
  return answer(tokens, code.scopes, refreshToken);
}

async function exchangeRefreshToken(
  service: Service,
  pool: Pool,
  client: Client,
  fields: URLSearchParams,
): Promise<Reply> {
  const request = { pool, client, refreshToken: required(fields, 'refresh_token') };
  const { scopes } = refreshingUser(service, request).family;
  const { tokens, refreshToken } = await refresh(service, request);
  return answer(tokens, scopes, refreshToken);
}

/** A code is for one attempt by its client, right or wrong. */
function takeCode(service: Service, pool: Pool, client: Client, given: string): AuthorizationCode {
  const key = fingerprint(given);
  const code = pool.codes.get(key);
  if (!code || code.clientId !== client.id) throw new TokenError('invalid_grant');
  pool.codes.delete(key);
  if (code.expiresAt <= service.clock.now()) throw new TokenError('invalid_grant');
  return code;
}

/** RFC 7636, 4.6; and no verifier where there was no challenge, against downgrades (RFC 9700, 4.8.2). */
function assertVerifier({ codeChallenge }: AuthorizationCode, verifier: string | null): void {
  if (codeChallenge === undefined && verifier === null) return;
  const actual = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url');
  if (verifier === null || codeChallenge === undefined || !sameSecret(actual, codeChallenge)) {
    throw new TokenError('invalid_grant', 'code_verifier does not match');
  }
}

const SCOPE_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
};

/** The service refuses a scope of which the client cannot read every attribute. */
function assertReadable(client: Client, scopes: readonly string[]): void {
  for (const scope of scopes) {
    const hidden = SCOPE_ATTRIBUTES[scope]?.find((name) => !canRead(client, name));
    if (hidden !== undefined) throw new TokenError('invalid_grant', `the client cannot read ${hidden}`);
  }
}

function required(fields: URLSearchParams, name: string): string {
  const [value, ...more] = fields.getAll(name);
  if (value === undefined || value === '' || more.length > 0) {
    throw new TokenError('invalid_request', `${name} must be given once`);
  }
  return value;
}

function answer(tokens: IssuedTokens, scopes: readonly string[], refreshToken: string | undefined): Reply {
  return json(
    200,
    {
      ...(scopes.includes('openid') && { id_token: tokens.idToken }),
      access_token: tokens.accessToken,
      ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      expires_in: tokens.expiresIn,
      token_type: 'Bearer',
    },
    { ...CORS, pragma: 'no-cache' },
  );
}
