import type { NextFunction, Request, Response } from 'express';
import { BadRequest } from './problem.ts';

/**
 * Exactly one `Host` line (RFC 9112 section 3.2 asks for 400 otherwise). Node takes the first of several,
 * a proxy in front may take the last, and the two would see different tenants.
 */
export function oneHost(request: Request, _response: Response, next: NextFunction): void {
  const hosts = request.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length;
  next(hosts === 1 ? undefined : new BadRequest('request/host', 'Send exactly one Host header.'));
}
