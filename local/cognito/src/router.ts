import { callAction, actionName } from './api/dispatch.ts';
import { preflight } from './hosted/cors.ts';
import { wellKnown } from './hosted/well-known.ts';
import { callHook } from './hooks/routes.ts';
import { targetOfPath } from './hooks/targets.ts';
import { json, notFound, type Reply } from './http/reply.ts';
import type { HttpRequest } from './http/request.ts';
import type { Service } from './service.ts';

type Handler = (service: Service, request: HttpRequest) => Reply | Promise<Reply>;

const PAGES: ReadonlyMap<string, Handler> = new Map<string, Handler>([]);

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
  return PAGES.get(`${method} ${path}`)?.(service, request) ?? notFound();
}

/** What a fault can name in this request. */
export function faultTarget(request: HttpRequest): string | undefined {
  if (request.method === 'OPTIONS') return undefined;
  return request.path === '/' ? actionName(request) : targetOfPath(request.path);
}
