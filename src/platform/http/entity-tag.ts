import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import type { IncomingMessage } from 'node:http';
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

/** The version of a resource as its entity tag; `undefined` for what has none. */
export function entityTagOf(body: object): string | undefined {
  return 'version' in body ? `"${String(body.version)}"` : undefined;
}

/** Whether `If-None-Match` names the tag. Weak comparison, RFC 9110 section 13.1.2. */
export function isKnown({ headers }: IncomingMessage, tag: string): boolean {
  const sent = headers['if-none-match'];
  return (
    sent !== undefined &&
    (sent.trim() === '*' || tags(sent).some((known) => known.replace(/^W\//, '') === tag))
  );
}

function tags(header: string): string[] {
  return header.split(',').map((tag) => tag.trim());
}

/** The route reads one resource, which `If-None-Match` may name the version of. */
export function ReadsVersion(): MethodDecorator {
  return ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'The `ETag` you have: 304 while it is current.',
  });
}

/** The route changes one resource: to be used with {@link IfMatch}. */
export function ChangesVersion(): MethodDecorator {
  return ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'The `ETag` you read: 412 if it has changed since.',
  });
}
