import { Router, text, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { bodyDeadline } from './body-deadline.middleware.ts';
import { BadRequest, InvalidRequest, UnsupportedMediaType, type FieldError } from './problem.ts';
import { bodyOfRoute, hasBody } from './route-body.ts';

const MAX_DEPTH = 32;
/** Far more than any body of ours has; without an end, looking at each would hold up everybody else. */
const MAX_KEYS = 200;
const MAX_ELEMENTS = 1_000;
/** Nobody reads more, and an answer must not be larger than its question. */
const MAX_FAULTS = 20;
/** What every object has: set on one it may pollute its prototype, and a check for unknown fields would overlook it. */
const FORBIDDEN_KEYS = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/**
 * The handlers that turn a request's body into an object, in their order. What a route declared to read itself is
 * left alone, if it is of the type it should be.
 */
export const readBody: readonly RequestHandler[] = [readSent, refuseOddText];

const steps = Router().use(bodyDeadline, onlyItsType, readText, parseJson);

/** Most requests have no body: they go past its steps in one. */
function readSent(request: Request, response: Response, next: NextFunction): void {
  if (hasBody(request)) steps(request, response, next);
  else next();
}

/** A form of another site can post urlencoded, multipart or plain text without asking first; JSON it cannot. */
function onlyItsType(request: Request, _response: Response, next: NextFunction): void {
  const { type, streamed } = bodyOfRoute(request);
  const charset = /;\s*charset="?([^";\s]*)/i.exec(request.headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  // JSON on the wire is UTF-8 (RFC 8259 section 8.1), and the rest of what we take is so as well.
  const isIt = request.is(type) && charset.toLowerCase() === 'utf-8';
  const packed = streamed && (request.headers['content-encoding'] ?? 'identity') !== 'identity';
  if (isIt && !packed) return next();
  next(
    new UnsupportedMediaType(
      'request/media_type',
      `Send the body as ${type} in UTF-8${streamed ? ', not compressed' : ''}.`,
    ),
  );
}

const parsers = new Map<number, RequestHandler>();

function readText(request: Request, response: Response, next: NextFunction): void {
  const { limitBytes, streamed } = bodyOfRoute(request);
  if (streamed) return next();
  const parser = parsers.get(limitBytes) ?? text({ limit: limitBytes, type: () => true });
  parsers.set(limitBytes, parser);
  void parser(request, response, next);
}

function parseJson(request: Request, _response: Response, next: NextFunction): void {
  const sent: unknown = request.body;
  if (typeof sent !== 'string') return next();
  if (sent === '') {
    request.body = undefined;
    return next();
  }
  if (nestsDeeper(sent, MAX_DEPTH))
    return next(invalid(`must not be nested deeper than ${MAX_DEPTH} levels`));
  try {
    request.body = JSON.parse(sent) as unknown;
  } catch {
    return next(new BadRequest('request/malformed', 'The body is not valid JSON.'));
  }
  next(isObject(request.body) ? undefined : invalid('must be a JSON object'));
}

/** Asked before parsing: walking a deeply nested value later would overflow the stack. */
export function nestsDeeper(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    if (depth > limit) return true;
  }
  return false;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(message: string): InvalidRequest {
  return new InvalidRequest([{ field: 'body', message }]);
}

function refuseOddText(request: Request, _response: Response, next: NextFunction): void {
  // Express reads the query anew each time it is asked for it.
  const query = request.url.includes('?') ? Object.keys(request.query) : [];
  const queried = query.filter((name) => FORBIDDEN_KEYS.has(name));
  const errors = [
    ...queried.map((field) => ({ field, message: UNKNOWN })),
    ...oddities(request.body, '').take(MAX_FAULTS),
  ];
  next(errors.length > 0 ? new InvalidRequest(errors) : undefined);
}

const UNKNOWN = 'is not a known field';

/** NUL cannot be stored; half a surrogate pair would be stored as something else. */
export function* oddities(value: unknown, field: string): Generator<FieldError> {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed()) {
      yield { field, message: 'must be well-formed text without NUL characters' };
    }
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const entries = Object.entries(value);
  const most = Array.isArray(value) ? MAX_ELEMENTS : MAX_KEYS;
  if (entries.length > most) {
    yield { field: field || 'body', message: `must not have more than ${most} entries` };
    return;
  }
  for (const [key, inner] of entries) {
    const path = field === '' ? key : `${field}.${key}`;
    if (FORBIDDEN_KEYS.has(key)) yield { field: path, message: UNKNOWN };
    else if (key.includes('\0') || !key.isWellFormed()) {
      yield { field: field || 'body', message: 'must not have names with NUL or malformed text' };
    } else yield* oddities(inner, path);
  }
}
