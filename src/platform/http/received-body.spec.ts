import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Request, Response } from 'express';
import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { receivedBody } from './received-body.ts';
import { ORDINARY_BODY, declareBody } from './route-body.ts';

afterEach(() => {
  jest.useRealTimers();
});

function requestOf(limitBytes = 100): PassThrough & Request {
  const request = Object.assign(new PassThrough(), { headers: {}, socket: { destroyed: false } });
  declareBody({ ...ORDINARY_BODY, limitBytes, streamed: true })(
    request as never,
    {} as Response,
    () => undefined,
  );
  return request as unknown as PassThrough & Request;
}

describe('ReceivedBody', () => {
  it('gives the bytes, and their digest once all have been read', async () => {
    const request = requestOf();
    request.end('hello');
    const body = receivedBody(request);
    expect(body.sha256).toBeUndefined();
    await body.discard();
    expect(body.sha256).toBe(createHash('sha256').update('hello').digest('base64url'));
    expect(receivedBody(request)).toBe(body);
  });

  it('ends with the limit', async () => {
    const request = requestOf(4);
    request.end('hello');
    await expect(receivedBody(request).discard()).rejects.toMatchObject({
      status: 413,
      code: 'request/too_large',
    });
  });

  it('does not wait for ever for a sender who stopped', async () => {
    jest.useFakeTimers();
    const waiting = expect(receivedBody(requestOf()).discard()).rejects.toMatchObject({ status: 408 });
    await jest.advanceTimersByTimeAsync(20_000);
    await waiting;
  });

  it('says when the sender has gone, while it comes and afterwards', async () => {
    const request = requestOf();
    const reading = expect(receivedBody(request).discard()).rejects.toMatchObject({
      code: 'request/aborted',
    });
    request.destroy(new Error('aborted'));
    await reading;
    const gone = requestOf();
    const body = receivedBody(gone);
    body.requireSender();
    Object.assign(gone.socket, { destroyed: true });
    expect(() => body.requireSender()).toThrow('broken off');
  });

  it('is only for routes that asked for it', () => {
    const request = Object.assign(new PassThrough(), { headers: {} }) as unknown as Request;
    expect(() => receivedBody(request)).toThrow('@TakesStream');
  });
});
