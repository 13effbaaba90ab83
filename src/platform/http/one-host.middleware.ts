import type { NextFunction, Request, Response } from 'express';
import { BadRequest } from './problem.ts';

/** `GET http://example.com/path`, the form in which proxies are asked (RFC 9112 section 3.2.2). */
const ABSOLUTE_FORM = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;

/**
 * Exactly one `Host` line (RFC 9112 section 3.2 asks for 400 otherwise), and no other host in the request line.
 * Node takes the first of several, a proxy in front may take the last, and the two would see different tenants.
 */
export function oneHost(request: Request, _response: Response, next: NextFunction): void {
  const hosts = request.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length;
  const asked = ABSOLUTE_FORM.exec(request.url)?.[1];
  const agree = asked === undefined || asked.toLowerCase() === request.headers.host?.toLowerCase();
  next(hosts === 1 && agree ? undefined : new BadRequest('request/host', 'Send exactly one Host header.'));
}
