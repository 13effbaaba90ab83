import {
  Injectable,
  UseInterceptors,
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { createHash } from 'node:crypto';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { currentActor } from '../platform/context/request-context.ts';
import { InvalidRequest } from '../platform/http/problem.ts';
import { receivedBody } from '../platform/http/received-body.ts';
import { Refuses } from '../platform/http/refuses.decorator.ts';
import { bodyOfRoute } from '../platform/http/route-body.ts';
import { IdempotencyKeys, requireSame, type Claim, type RecordedAnswer } from './idempotency-keys.ts';
import { keyInProgress, keyReused } from './idempotency-problems.ts';

const HEADER = 'Idempotency-Key';
/** Visible ASCII: a repeated header arrives joined by `, `, and its space is none. */
const KEY = /^[\x21-\x7e]{1,255}$/;
/** Milliseconds; a claim lasts three times as long. */
const RENEWAL = 20_000;

/** Answers a repeated request as the first one was answered, and lets only one of them do the work. */
@Injectable()
class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly keys: IdempotencyKeys) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = execution.switchToHttp();
    const request = http.getRequest<Request>();
    const key = request.headers['idempotency-key'];
    return key === undefined
      ? next.handle()
      : from(this.once(keyOf(key), request, http.getResponse<Response>(), next));
  }

  private async once(key: string, request: Request, response: Response, next: CallHandler): Promise<unknown> {
    const actor = currentActor();
    if (actor === undefined) throw new Error('@Idempotent() needs a route with a caller and a tenant');
    const claim = await this.keys.claim({
      subject: actor.id,
      route: `${request.method} ${(request.route as { path: string }).path}`,
      key,
      fingerprint: () => fingerprintOf(request),
      status: response.statusCode,
    });
    return 'body' in claim ? replay(claim, request, response) : this.work(claim, next);
  }

  private async work(claim: Claim, next: CallHandler): Promise<unknown> {
    const renewal = setInterval(() => void this.keys.renew(claim).catch(() => undefined), RENEWAL);
    try {
      const answer: unknown = await lastValueFrom(next.handle());
      // It has been done: that this could not be noted is no reason to say otherwise.
      await this.keys.recordLate(claim, answer).catch(() => undefined);
      return answer;
    } catch (error) {
      // If this fails as well, the claim runs out.
      await this.keys.release(claim).catch(() => undefined);
      throw error;
    } finally {
      clearInterval(renewal);
    }
  }
}

async function replay(
  { status, body, fingerprint }: RecordedAnswer,
  request: Request,
  response: Response,
): Promise<unknown> {
  if (bodyOfRoute(request).streamed) await receivedBody(request).discard();
  requireSame(fingerprint, fingerprintOf(request));
  response.status(status).setHeader('Idempotent-Replayed', 'true');
  return JSON.parse(body) as unknown;
}

/** Of everything that was asked. `undefined` while a streamed body has not been read to its end. */
function fingerprintOf(request: Request): string | undefined {
  const { streamed } = bodyOfRoute(request);
  const body: unknown = streamed ? receivedBody(request).sha256 : (request.body ?? null);
  if (body === undefined) return undefined;
  return createHash('sha256')
    .update(JSON.stringify([request.params, request.query, body]))
    .digest('base64url');
}

/** @throws {InvalidRequest} */
function keyOf(sent: string | string[]): string {
  if (typeof sent === 'string' && KEY.test(sent)) return sent;
  throw new InvalidRequest([
    { field: HEADER, message: 'must be 1 to 255 visible ASCII characters, sent once' },
  ]);
}

/**
 * A POST that may be repeated: with the same `Idempotency-Key` it is answered as the first time, for 24 hours. For
 * routes that work in a tenant.
 *
 * Where the service records its answer in its transaction ({@link IdempotencyKeys.record}), nothing is done twice
 * whatever fails. Without that, a process that dies between its COMMIT and its answer leaves a key that is free
 * again after a minute.
 */
export function Idempotent(): MethodDecorator {
  return applyDecorators(
    UseInterceptors(IdempotencyInterceptor),
    Refuses(keyReused, keyInProgress),
    ApiHeader({
      name: HEADER,
      required: false,
      description:
        'Yours, 1 to 255 visible ASCII characters. Within 24 hours the same key and request get the same answer, ' +
        'with `Idempotent-Replayed: true`; the same key for another request, or while the first one is under way: 409.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
  );
}
