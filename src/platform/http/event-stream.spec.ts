import { describe, expect, it } from '@jest/globals';
import type { Response } from 'express';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventStream } from './event-stream.ts';

/** A stream to a reader, over a real connection. */
async function opened<T>(work: (stream: EventStream, reader: IncomingMessage) => Promise<T>): Promise<T> {
  const answers: ((response: ServerResponse) => void)[] = [];
  const answered = new Promise<ServerResponse>((resolve) => answers.push(resolve));
  const server = createServer((_request, response) => answers.forEach((answer) => answer(response)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const reading = new Promise<IncomingMessage>((resolve) => {
    get({ port: (server.address() as AddressInfo).port }, resolve);
  });
  const response = await answered;
  const stream = new EventStream(asExpress(response), { stall: 200 });
  stream.open(7n);
  try {
    return await work(stream, await reading);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The two methods of Express that a stream calls. */
function asExpress(response: ServerResponse): Response {
  return Object.assign(response, {
    status: (code: number) => Object.assign(response, { statusCode: code }),
    set: (headers: Record<string, string>) => response.setHeaders(new Map(Object.entries(headers))),
  }) as unknown as Response;
}

const MEGABYTE = 'x'.repeat(1024 * 1024);

describe('EventStream', () => {
  it('tells where the reader is before anything has happened', () =>
    opened(async (_stream, reader) => {
      const [first] = await new Promise<Buffer[]>((resolve) =>
        reader.once('data', (...data) => resolve(data)),
      );
      expect(String(first)).toBe('retry: 2000\nid: 7\n\n');
    }));

  it('is behind while much waits for the reader, and level when that has been taken', () =>
    opened(async (stream, reader) => {
      reader.pause();
      while (!stream.behind) stream.write(MEGABYTE);
      reader.resume();
      await stream.drained();
      expect(stream.behind).toBe(false);
      expect(stream.closed).toBe(false);
    }));

  it('cuts off a reader who takes nothing for too long', () =>
    opened(async (stream, reader) => {
      reader.on('error', () => undefined).pause();
      // More than the buffers of the system hold.
      for (let megabytes = 0; megabytes < 30; megabytes++) stream.write(MEGABYTE);
      const began = performance.now();
      await stream.drained();
      expect(performance.now() - began).toBeLessThan(2_000);
      expect(stream.closed).toBe(true);
    }));

  it('tells when the reader has gone, also to those who ask afterwards', () =>
    opened(async (stream, reader) => {
      const told = new Promise<void>((resolve) => stream.onClose(resolve));
      reader.on('error', () => undefined).destroy();
      await told;
      expect(stream.closed).toBe(true);
      stream.write('nobody reads this');
      await new Promise<void>((resolve) => stream.onClose(resolve));
    }));
});
