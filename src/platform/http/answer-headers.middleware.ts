import type { Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

const NOTHING_ALLOWED = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
};

/**
 * What every answer has: helmet's headers, and those that keep it out of caches in between, as the same address
 * answers each user and tenant differently. They are the same for all, so helmet is asked for them once.
 */
export function answerHeaders(): RequestHandler {
  const headers = Object.entries({
    ...headersBy(helmet(NOTHING_ALLOWED)),
    'Cache-Control': 'private, no-store',
    Vary: 'Authorization, Origin',
  });
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}

function headersBy(middleware: ReturnType<typeof helmet>): Record<string, string> {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  middleware(request as Request, response as Response, (error) => {
    if (error !== undefined) throw error as Error;
  });
  return response.getHeaders() as Record<string, string>;
}
