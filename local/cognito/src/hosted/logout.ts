import { redirect, type Reply } from '../http/reply.ts';
import type { HttpRequest } from '../http/request.ts';
import type { Service } from '../service.ts';
import { readAuthorizeRequest } from './authorize-request.ts';
import { closeBrowserSession } from './browser-session.ts';
import { PageError } from './oauth-error.ts';

/**
 * GET /logout ends the browser's session, not the tokens (DG logout-endpoint.html): with `logout_uri` back to the
 * application, with `redirect_uri` and the rest of an authorization request on to the login page.
 */
export function logout(service: Service, request: HttpRequest): Reply {
  const { query } = request;
  const found = service.store.findClient(query.get('client_id') ?? '');
  if (!found) throw new PageError('unknownClient');
  const target = query.get('logout_uri');
  if (target === null && !query.has('redirect_uri')) throw new PageError('badRequest');
  if (target !== null && !found.client.logoutUrls.includes(target)) throw new PageError('logoutMismatch');
  const location = target ?? `/login?${readAuthorizeRequest(service, query).query.toString()}`;
  return redirect(location, { 'set-cookie': [closeBrowserSession(service, found.pool, request)] });
}
