import type { NextFunction, Request, Response } from 'express';
import { bodyOfRoute } from './route-body.ts';

/**
 * A body must have arrived within the time that its route gives it. Node's own `requestTimeout` is one for all
 * routes; like that one this answers 408 and closes, whether or not anybody reads the body.
 */
export function bodyDeadline(request: Request, response: Response, next: NextFunction): void {
  const late = setTimeout(() => {
    if (request.complete) return;
    if (!response.headersSent) response.writeHead(408, { Connection: 'close' }).end();
    request.destroy();
  }, bodyOfRoute(request).deadline);
  late.unref();
  request.once('close', () => clearTimeout(late));
  // Once answered, what is left of a body is thrown away, as Node does only with those that nobody began to read:
  // a sender who is still at it would otherwise not get to see the answer.
  response.once('close', () => request.resume());
  next();
}
