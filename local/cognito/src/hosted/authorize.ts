import { randomUUID } from 'node:crypto';
import { redirect, type Reply } from '../http/reply.ts';
import type { HttpRequest } from '../http/request.ts';
import { fingerprint } from '../secrets.ts';
import type { Service } from '../service.ts';
import type { User } from '../store/model.ts';
import { readAuthorizeRequest, type AuthorizeRequest } from './authorize-request.ts';
import { browserUser } from './browser-session.ts';
import { CallbackError, withParameters } from './oauth-error.ts';

const CODE_LIFETIME_MS = 5 * 60_000;
/** These want to see the login page although the browser is signed in. */
const INTERACTIVE = new Set(['login', 'select_account', 'consent']);

/** GET /oauth2/authorize: with a session straight to the callback, else to the login page. */
export function authorize(service: Service, request: HttpRequest): Reply {
  const asked = readAuthorizeRequest(service, request.query);
  const known = INTERACTIVE.has(asked.prompt ?? '') ? undefined : browserUser(service, asked.pool, request);
  if (known) return redirectWithCode(service, asked, known.user, known.session.authTime);
  if (asked.prompt === 'none') {
    throw new CallbackError(asked.redirectUri, asked.state, 'login_required', 'the user is not signed in');
  }
  return redirect(`/login?${request.query.toString()}`);
}

/** Back to the client with a single-use code, which is kept as a fingerprint. */
export function redirectWithCode(
  service: Service,
  asked: AuthorizeRequest,
  user: User,
  authTime: number,
  headers: Reply['headers'] = {},
): Reply {
  const code = randomUUID();
  asked.pool.codes.set(fingerprint(code), {
    clientId: asked.client.id,
    username: user.username,
    redirectUri: asked.redirectUri,
    scopes: [...asked.scopes],
    ...(asked.nonce !== undefined && { nonce: asked.nonce }),
    ...(asked.codeChallenge !== undefined && { codeChallenge: asked.codeChallenge }),
    authTime,
    expiresAt: service.clock.now() + CODE_LIFETIME_MS,
  });
  return redirect(withParameters(asked.redirectUri, { code, state: asked.state }), headers);
}
