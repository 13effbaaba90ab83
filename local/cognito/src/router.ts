import { callAction, actionName } from './api/dispatch.ts';
import { authorize } from './hosted/authorize.ts';
import { preflight } from './hosted/cors.ts';
import { showLogin, submitLogin, submitNewPassword } from './hosted/login.ts';
import { logout } from './hosted/logout.ts';
import { hostedReply } from './hosted/oauth-error.ts';
import { revoke } from './hosted/revoke.ts';
import { token } from './hosted/token.ts';
import { userInfo } from './hosted/user-info.ts';
import { wellKnown } from './hosted/well-known.ts';
import { callHook } from './hooks/routes.ts';
import { targetOfPath } from './hooks/targets.ts';
import { json, notFound, type Reply } from './http/reply.ts';
import type { HttpRequest } from './http/request.ts';
import type { Service } from './service.ts';

type Handler = (service: Service, request: HttpRequest) => Reply | Promise<Reply>;

const PAGES: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['GET /oauth2/authorize', authorize],
  ['GET /login', showLogin],
  ['POST /login', submitLogin],
  ['POST /new-password', submitNewPassword],
  ['POST /oauth2/token', token],
  ['GET /oauth2/userInfo', userInfo],
  ['POST /oauth2/userInfo', userInfo],
  ['POST /oauth2/revoke', revoke],
  ['GET /logout', logout],
]);

/** Paths that browsers call from other origins. */
const CROSS_ORIGIN = /^\/oauth2\/(?:token|userInfo|revoke)$|^\/[^/]+\/\.well-known\/[^/]+$/;
const WELL_KNOWN = /^\/([^/]+)\/\.well-known\/(jwks\.json|openid-configuration)$/;

export function route(service: Service, request: HttpRequest): Reply | Promise<Reply> {
  const { method, path } = request;
  if (method === 'OPTIONS' && CROSS_ORIGIN.test(path)) return preflight();
  if (path === '/' && method === 'POST') return callAction(service, request);
  if (path === '/_local/health' && method === 'GET') return json(200, { status: 'ok' });
  if (path.startsWith('/_local/')) return callHook(service, request);
  const [, poolId, document] = WELL_KNOWN.exec(path) ?? [];
  if (poolId !== undefined && document !== undefined && method === 'GET') {
    return wellKnown(service, poolId, document);
  }
  const handler = PAGES.get(`${method} ${path}`);
  return handler ? hosted(handler, service, request) : notFound();
}

async function hosted(handler: Handler, service: Service, request: HttpRequest): Promise<Reply> {
  try {
    return await handler(service, request);
  } catch (error) {
    return hostedReply(request, error);
  } finally {
    // Even a refused request may have used a code up or counted a failure.
    service.store.changed();
  }
}

/** What a fault can name in this request. */
export function faultTarget(request: HttpRequest): string | undefined {
  if (request.method === 'OPTIONS') return undefined;
  return request.path === '/' ? actionName(request) : targetOfPath(request.path);
}
