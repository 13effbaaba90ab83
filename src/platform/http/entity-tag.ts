import {
  Injectable,
  UseInterceptors,
  applyDecorators,
  createParamDecorator,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { map, type Observable } from 'rxjs';
import { PreconditionFailed } from './problem.ts';

/** The versions that a change was made for, as `If-Match` names them; `undefined` without one or with `*`. */
export type ExpectedVersions = ReadonlySet<number> | undefined;

/** `If-Match` of RFC 9110 section 13.1.1. Anything that is not one of our strong tags matches no version. */
export const IfMatch = createParamDecorator((_: unknown, execution: ExecutionContext): ExpectedVersions => {
  const sent = execution.switchToHttp().getRequest<Request>().headers['if-match']?.trim();
  if (sent === undefined || sent === '*') return undefined;
  return new Set(tags(sent).map((tag) => (/^"\d{1,9}"$/.test(tag) ? Number(tag.slice(1, -1)) : -1)));
});

/** @throws {PreconditionFailed} when somebody else changed the resource since it was read */
export function requireVersion(expected: ExpectedVersions, version: number): void {
  if (expected === undefined || expected.has(version)) return;
  throw new PreconditionFailed(
    'resource/changed',
    'The resource has changed since you read it. Read it again and repeat your change.',
  );
}

/** Gives the one resource that a route answers its version as `ETag`, and 304 to whoever has it already. */
@Injectable()
class EntityTagInterceptor implements NestInterceptor {
  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = execution.switchToHttp();
    return next
      .handle()
      .pipe(map((body) => answer(http.getRequest<Request>(), http.getResponse<Response>(), body)));
  }
}

function answer(request: Request, response: Response, body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('version' in body)) return body;
  const tag = `"${String(body.version)}"`;
  response.setHeader('ETag', tag);
  if (request.method !== 'GET' || !isKnown(request.headers['if-none-match'], tag)) return body;
  response.status(304);
  return undefined;
}

/** Weak comparison, RFC 9110 section 13.1.2. */
function isKnown(sent: string | undefined, tag: string): boolean {
  return (
    sent !== undefined &&
    (sent.trim() === '*' || tags(sent).some((known) => known.replace(/^W\//, '') === tag))
  );
}

function tags(header: string): string[] {
  return header.split(',').map((tag) => tag.trim());
}

/** The route reads one resource: `ETag`, `If-None-Match`. */
export function ReadsVersion(): MethodDecorator {
  return applyDecorators(
    UseInterceptors(EntityTagInterceptor),
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'The `ETag` you have: 304 while it is current.',
    }),
  );
}

/** The route changes one resource: `ETag`, `If-Match`. */
export function ChangesVersion(): MethodDecorator {
  return applyDecorators(
    UseInterceptors(EntityTagInterceptor),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'The `ETag` you read: 412 if it has changed since.',
    }),
  );
}

/** The route makes one resource: `ETag`. */
export function MakesVersion(): MethodDecorator {
  return UseInterceptors(EntityTagInterceptor);
}
