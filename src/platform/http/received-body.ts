import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { createHash } from 'node:crypto';
import { BadRequest, PayloadTooLarge, RequestTimeout } from './problem.ts';
import { bodyOfRoute, type RouteBody } from './route-body.ts';

/** Milliseconds without a byte after which a sender counts as gone. */
const STALL = 20_000;

/** The body of a route with `@TakesStream`: to be read once, piece by piece. Whoever reads slowly slows the sender down. */
export class ReceivedBody implements AsyncIterable<Buffer> {
  private readonly hash = createHash('sha256');
  private readonly pieces: AsyncIterator<Buffer>;
  private readonly settings: RouteBody;
  private bytes = 0;
  private digest: string | undefined;

  constructor(private readonly request: Request) {
    this.settings = bodyOfRoute(request);
    if (!this.settings.streamed)
      throw new Error('The route has no @TakesStream: its body has been read already');
    // To destroy the request would be to close the connection, and nobody would hear why.
    this.pieces = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  }

  /**
   * @throws {PayloadTooLarge} `request/too_large`
   * @throws {RequestTimeout} `request/stalled`
   * @throws {BadRequest} `request/aborted` when the sender has gone
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    try {
      this.refuseLargerThan(Number(this.request.headers['content-length'] ?? 0));
      for (;;) {
        const { done, value } = await this.next();
        if (done === true) break;
        this.refuseLargerThan((this.bytes += value.length));
        this.hash.update(value);
        yield value;
      }
      this.digest ??= this.hash.digest('base64url');
    } finally {
      // An iterator that is left open holds the rest of the body back. It may be waiting for a byte: no await.
      this.pieces.return?.().catch(() => undefined);
    }
  }

  /** Of the whole body; `undefined` until it has been read to its end. */
  get sha256(): string | undefined {
    return this.digest;
  }

  /** Reads it to its end for its {@link sha256} alone. */
  async discard(): Promise<void> {
    const pieces = this[Symbol.asyncIterator]();
    while ((await pieces.next()).done !== true);
  }

  /** For work that goes on when all has been read. @throws {BadRequest} `request/aborted` when the sender has gone */
  requireSender(): void {
    if (this.request.socket.destroyed) throw aborted(undefined);
  }

  private async next(): Promise<IteratorResult<Buffer, unknown>> {
    let timer: NodeJS.Timeout | undefined;
    const stalled = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new RequestTimeout('request/stalled', 'The body stopped coming.')),
        STALL,
      );
    });
    try {
      return await Promise.race([this.pieces.next(), stalled]);
    } catch (error) {
      throw error instanceof RequestTimeout ? error : aborted(error);
    } finally {
      clearTimeout(timer);
    }
  }

  private refuseLargerThan(bytes: number): void {
    if (bytes <= this.settings.limitBytes) return;
    const megabytes = Math.floor(this.settings.limitBytes / 1024 / 1024);
    throw new PayloadTooLarge('request/too_large', `The body is larger than ${megabytes} MB.`);
  }
}

function aborted(cause: unknown): BadRequest {
  return new BadRequest('request/aborted', 'The request was broken off.', { cause });
}

const bodies = new WeakMap<Request, ReceivedBody>();

/** One for each request, whoever asks. */
export function receivedBody(request: Request): ReceivedBody {
  const known = bodies.get(request) ?? new ReceivedBody(request);
  bodies.set(request, known);
  return known;
}

/** The handler's parameter for the body of a route with `@TakesStream`. */
export const BodyStream = createParamDecorator((_: unknown, execution: ExecutionContext): ReceivedBody =>
  receivedBody(execution.switchToHttp().getRequest<Request>()),
);
