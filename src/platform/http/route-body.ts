import { SetMetadata, applyDecorators } from '@nestjs/common';
import { ApiConsumes } from '@nestjs/swagger';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** What a route takes for its body. */
export interface RouteBody {
  readonly type: string;
  readonly limitBytes: number;
  /** Milliseconds that sending it may take. */
  readonly deadline: number;
  /** Left unread for the route ({@link ReceivedBody}), instead of being parsed before it. */
  readonly streamed: boolean;
}

/** What every route takes that declares nothing else. */
export const ORDINARY_BODY: RouteBody = {
  type: 'application/json',
  limitBytes: 1024 * 1024,
  deadline: 30_000,
  streamed: false,
};

/** Longest time that any route may give to its body. */
export const LONGEST_DEADLINE = 15 * 60_000;

export const ROUTE_BODY = Symbol('ROUTE_BODY');

/** The route takes JSON of more than a megabyte. */
export function TakesJson({ limitBytes }: Pick<RouteBody, 'limitBytes'>): MethodDecorator {
  return SetMetadata(ROUTE_BODY, { ...ORDINARY_BODY, limitBytes } satisfies RouteBody);
}

/** The route takes a body of another type, and reads it itself, as it comes. */
export function TakesStream(body: Omit<RouteBody, 'streamed'>): MethodDecorator {
  return applyDecorators(
    SetMetadata(ROUTE_BODY, { ...body, streamed: true } satisfies RouteBody),
    ApiConsumes(body.type),
  );
}

const declared = new WeakMap<Request, RouteBody>();

/**
 * Bodies are dealt with before routing. Registered with Express under the method and path of a route, ahead of that,
 * this says what the route takes: Express itself decides whether the request is one of this route.
 */
export function declareBody(body: RouteBody): RequestHandler {
  return (request: Request, _response: Response, next: NextFunction) => {
    declared.set(request, body);
    next();
  };
}

export function bodyOfRoute(request: Request): RouteBody {
  return declared.get(request) ?? ORDINARY_BODY;
}

export function hasBody({ headers }: Request): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}
