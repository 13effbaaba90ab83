import { ExpressAdapter } from '@nestjs/platform-express';
import type { Response } from 'express';
import { entityTagOf, isKnown } from './entity-tag.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Answers with what handlers return. Of JSON, which nearly all of it is, it writes the few headers there are by itself:
 * Express looks for an encoding, a type and a freshness that are always the same here. One resource gets its version as
 * `ETag`, and whoever has that version already gets 304 instead (RFC 9110 section 13.1.2).
 */
export class JsonAdapter extends ExpressAdapter {
  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    if (!isJson(body)) return super.reply(response, body, statusCode);
    if (statusCode !== undefined) response.statusCode = statusCode;
    const tag = entityTagOf(body);
    if (tag !== undefined) response.setHeader('ETag', tag);
    if (tag !== undefined && response.req.method === 'GET' && isKnown(response.req, tag)) {
      response.statusCode = 304;
      return response.end();
    }
    const text = JSON.stringify(body);
    response.setHeader('Content-Type', JSON_TYPE);
    response.setHeader('Content-Length', Buffer.byteLength(text));
    return response.end(text);
  }
}

/** Lists and plain objects, as DTOs are; not streams, buffers and errors. */
function isJson(body: unknown): body is object {
  if (typeof body !== 'object' || body === null) return false;
  return Array.isArray(body) || Object.getPrototypeOf(body) === Object.prototype;
}
