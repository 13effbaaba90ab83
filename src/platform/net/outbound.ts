import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type dns from 'node:dns';
import { checkedLookup } from './checked-lookup.ts';
import { AddressRefused, TooSlow, Unreachable, type OutboundFailure } from './outbound-failures.ts';
import { hostOf, outboundUrlFault, type OutboundPolicy } from './outbound-url.ts';

const DEADLINE_MS = 5_000;
const MOST_BYTES = 64 * 1024;

export interface OutboundCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface OutboundAnswer {
  readonly status: number;
  /** The first 64 KiB of it. */
  readonly body: string;
}

export interface OutboundOptions extends OutboundPolicy {
  /** Instead of the system's, for tests. */
  readonly lookup?: typeof dns.lookup;
  /** Milliseconds for all of it; 5,000. */
  readonly deadline?: number;
}

/**
 * A POST to an address that somebody else has chosen (OWASP: Server-Side Request Forgery Prevention). Every address that
 * the name resolves to is looked at in the very lookup that the connection is made from, so that no second answer of
 * the name's server can lead elsewhere. No redirect is followed, no proxy used, no connection kept.
 *
 * @throws {OutboundFailure} {@link AddressRefused} before anything is connected, {@link Unreachable}, {@link TooSlow}
 */
export function postOutbound(call: OutboundCall, options: OutboundOptions): Promise<OutboundAnswer> {
  return new Promise((resolve, reject) => {
    const fault = outboundUrlFault(call.url, options);
    if (fault !== undefined) return reject(new AddressRefused(`The address ${fault}.`));
    const request = open(call, options);
    const deadline = options.deadline ?? DEADLINE_MS;
    const timer = setTimeout(() => {
      reject(new TooSlow(`There was no whole answer within ${deadline / 1_000} s.`));
      request.destroy();
    }, deadline);
    request.once('close', () => clearTimeout(timer));
    request.on('error', (error) => reject(failureOf(error, call.url)));
    request.once('response', (response) => {
      read(response).then(resolve, (error: Error) => reject(failureOf(error, call.url)));
    });
    request.end(call.body);
  });
}

function open({ url, headers, body }: OutboundCall, options: OutboundOptions): ClientRequest {
  const target = new URL(url);
  const { request, Agent } = target.protocol === 'https:' ? https : http;
  return request(target, {
    method: 'POST',
    // Of one's own: the global one may be told by the environment to use a proxy.
    agent: new Agent({ keepAlive: false, maxSockets: 1 }),
    lookup: checkedLookup(options),
    headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)), Connection: 'close' },
  });
}

/** Whoever says more than we want to hear is not listened to any longer. */
async function read(response: IncomingMessage): Promise<OutboundAnswer> {
  const pieces: Buffer[] = [];
  let left = MOST_BYTES;
  for await (const piece of response as AsyncIterable<Buffer>) {
    pieces.push(piece.subarray(0, left));
    left -= piece.length;
    if (left <= 0) break;
  }
  return { status: response.statusCode ?? 0, body: Buffer.concat(pieces).toString('utf8') };
}

/** System errors hold addresses, and those of TLS the certificate: only their code is told. */
function failureOf(error: NodeJS.ErrnoException, url: string): OutboundFailure {
  if (error instanceof AddressRefused || error instanceof TooSlow || error instanceof Unreachable)
    return error;
  const host = hostOf(new URL(url));
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') {
    return new Unreachable(`The name ${host} cannot be resolved.`);
  }
  return new Unreachable(`${host} cannot be reached (${error.code ?? 'the connection broke'}).`);
}
