import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { randomUUID } from 'node:crypto';
import { runInContext, type RequestContext } from '../context/request-context.ts';

const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** How a socket that listens on both families shows an IPv4 address. */
const IPV4_IN_IPV6 = /^::ffff:(?=\d+\.)/;

/** What is told about a request once its answer has left, or its caller has gone. */
export interface FinishedRequest {
  readonly context: RequestContext;
  readonly method: string;
  /** The route's pattern, never the path as sent: that one may hold anything, and has no bounds. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/**
 * Gives each request its context and its id: the caller's `X-Request-Id` when it is well formed,
 * else a new one. The id is on every response.
 */
export function requestContext(onFinish: (request: FinishedRequest) => void): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const started = performance.now();
    const sent = request.headers['x-request-id'];
    const requestId = typeof sent === 'string' && REQUEST_ID.test(sent) ? sent : randomUUID();
    const address = request.ip?.replace(IPV4_IN_IPV6, '');
    const context: RequestContext = { requestId, ...(address !== undefined && { address }) };
    response.setHeader('X-Request-Id', requestId);
    response.once('close', () => {
      onFinish({
        context,
        method: request.method,
        route: routeOf(request),
        // 499 as in nginx: the caller left before the answer.
        status: response.writableFinished ? response.statusCode : 499,
        seconds: (performance.now() - started) / 1000,
      });
    });
    runInContext(context, next);
  };
}

function routeOf(request: Request): string {
  const route = request.route as { path?: unknown } | undefined;
  return typeof route?.path === 'string' ? route.path : 'unmatched';
}
