import type { NextFunction, Request, Response } from 'express';

/** The same address answers each user and tenant differently: no cache in between may keep anything. */
export function privateAnswers(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'private, no-store');
  response.vary('Authorization');
  next();
}
