import type { IncomingMessage } from 'node:http';

const LARGEST_BODY = 1_048_576;

/** The body is larger than anything a caller of this service has to say. */
export class BodyTooLarge extends Error {}

/** A request as the pages and actions read it. */
export interface HttpRequest {
  readonly method: string;
  /** Path without trailing query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** @throws BodyTooLarge @throws TypeError for a request target that is no URL */
export async function readRequest(message: IncomingMessage): Promise<HttpRequest> {
  const url = new URL(`http://local${message.url ?? '/'}`);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_BODY) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** The first cookie of that name. */
export function cookie(request: HttpRequest, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const separator = pair.indexOf('=');
    if (separator > 0 && pair.slice(0, separator).trim() === name) return pair.slice(separator + 1).trim();
  }
  return undefined;
}

export function form(request: HttpRequest): URLSearchParams {
  return new URLSearchParams(request.body);
}
