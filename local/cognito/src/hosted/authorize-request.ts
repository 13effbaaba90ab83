import type { Service } from '../service.ts';
import type { Client, Pool } from '../store/model.ts';
import { CallbackError, PageError } from './oauth-error.ts';

/** A valid authorization request (RFC 6749, 4.1.1; OpenID Connect Core, 3.1.2.1; RFC 7636). */
export interface AuthorizeRequest {
  readonly pool: Pool;
  readonly client: Client;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly codeChallenge: string | undefined;
  readonly prompt: string | undefined;
  readonly loginHint: string | undefined;
  /** As it came, so that the login form can carry it on. */
  readonly query: URLSearchParams;
}

const ONCE =
  'client_id redirect_uri response_type scope state nonce code_challenge code_challenge_method prompt'.split(
    ' ',
  );
const PROMPTS = new Set(['none', 'login', 'select_account', 'consent']);
/** The base64url form of a SHA-256 (RFC 7636, 4.2). */
const CHALLENGE = /^[\w-]{43}$/;

/** @throws PageError unknown client or redirect_uri @throws CallbackError everything else */
export function readAuthorizeRequest(service: Service, query: URLSearchParams): AuthorizeRequest {
  const found = service.store.findClient(query.get('client_id') ?? '');
  if (!found || query.getAll('client_id').length > 1) throw new PageError('unknownClient');
  const { pool, client } = found;
  const redirectUri = query.get('redirect_uri') ?? client.defaultRedirectUri;
  // An exact string comparison (RFC 9700, 2.1).
  if (redirectUri === undefined || !client.callbackUrls.includes(redirectUri))
    throw new PageError('redirectMismatch');
  if (query.getAll('redirect_uri').length > 1) throw new PageError('redirectMismatch');

  const value = (name: string) => query.get(name) ?? undefined;
  const state = value('state');
  const fail = (error: string, description: string): never => {
    throw new CallbackError(redirectUri, state, error, description);
  };
  const repeated = ONCE.find((name) => query.getAll(name).length > 1);
  if (repeated !== undefined) fail('invalid_request', `${repeated} is given twice`);
  if (value('response_type') !== 'code') {
    fail('invalid_request', 'response_type must be code: the local stand-in has no implicit grant');
  }
  if (!client.hostedUi || !client.oauthFlows.includes('code')) {
    fail('unauthorized_client', 'the code grant is not enabled for this client');
  }
  const prompt = value('prompt');
  if (prompt !== undefined && !PROMPTS.has(prompt)) fail('invalid_request', 'prompt is not known');
  return {
    pool,
    client,
    redirectUri,
    scopes: readScopes(client, value('scope'), fail),
    state,
    nonce: value('nonce'),
    codeChallenge: readChallenge(value('code_challenge'), value('code_challenge_method'), fail),
    prompt,
    loginHint: value('login_hint'),
    query,
  };
}

type Fail = (error: string, description: string) => never;

/** Without any, all of the client's. */
function readScopes(client: Client, given: string | undefined, fail: Fail): readonly string[] {
  const scopes = [...new Set((given ?? '').split(' ').filter((scope) => scope !== ''))];
  const refused = scopes.find((scope) => !client.scopes.includes(scope));
  if (refused !== undefined) fail('invalid_scope', `${refused} is not a scope of this client`);
  return scopes.length === 0 ? client.scopes : scopes;
}

/** PKCE is not forced, as in the service; what is sent must be S256. */
function readChallenge(
  challenge: string | undefined,
  method: string | undefined,
  fail: Fail,
): string | undefined {
  if (challenge === undefined && method === undefined) return undefined;
  if (method !== 'S256') fail('invalid_request', 'code_challenge_method must be S256');
  if (challenge === undefined || !CHALLENGE.test(challenge)) {
    fail('invalid_request', 'code_challenge must be the base64url form of a SHA-256');
  }
  return challenge;
}
