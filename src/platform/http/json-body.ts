import { json, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { InvalidRequest, UnsupportedMediaType, type FieldError } from './problem.ts';

const MAX_DEPTH = 32;
/** Setting one of these on an ordinary object is how prototypes get polluted. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** The handlers that turn a request's body into an object, in their order. */
export function jsonBody(options: { limitBytes: number }): RequestHandler[] {
  return [onlyJson, json({ limit: options.limitBytes, verify: refuseDeepNesting }), refuseOddText];
}

/** A form of another site can post urlencoded, multipart or plain text without asking first; JSON it cannot. */
function onlyJson(request: Request, _response: Response, next: NextFunction): void {
  const length = request.headers['content-length'];
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
  if (!hasBody || request.is('application/json')) return next();
  next(new UnsupportedMediaType('request/media_type', 'Send the body as application/json.'));
}

/** Before parsing: walking a deeply nested value later would overflow the stack. */
function refuseDeepNesting(_request: IncomingMessage, _response: ServerResponse, body: Buffer): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (inString) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) depth--;
    if (depth > MAX_DEPTH) {
      throw new InvalidRequest([
        { field: '', message: `must not be nested deeper than ${MAX_DEPTH} levels` },
      ]);
    }
  }
}

function refuseOddText(request: Request, _response: Response, next: NextFunction): void {
  const errors = [...oddities(request.body, '')];
  next(errors.length > 0 ? new InvalidRequest(errors) : undefined);
}

/** NUL cannot be stored; half a surrogate pair would be stored as something else. */
function* oddities(value: unknown, field: string): Generator<FieldError> {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed()) {
      yield { field, message: 'must be well-formed text without NUL characters' };
    }
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const path = field === '' ? key : `${field}.${key}`;
    if (FORBIDDEN_KEYS.has(key)) yield { field: path, message: 'is not a known field' };
    else if (key.includes('\0') || !key.isWellFormed()) {
      yield {
        field: field === '' ? 'body' : field,
        message: 'must not have names with NUL or malformed text',
      };
    } else yield* oddities(inner, path);
  }
}
