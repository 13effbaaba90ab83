import type { Response } from 'express';
import { once } from 'node:events';

/** Milliseconds that a reader may take none of what waits for it. */
const STALL = 60_000;

interface File {
  readonly type: string;
  readonly name: string;
}

/**
 * Answers with a file that is made while it is sent, no faster than it is read. Nothing is sent before the first
 * piece is there: what fails until then is answered as any other error. What fails later is thrown when the answer
 * has begun, and the exception filter breaks the connection, so that half a file cannot pass for a whole one.
 */
export async function streamAnswer(
  response: Response,
  file: File,
  pieces: AsyncIterable<string>,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  for await (const piece of pieces) {
    if (response.destroyed) return;
    if (!response.headersSent) {
      response.setHeader('Content-Disposition', `attachment; filename="${file.name}"`);
      response.setHeader('Content-Type', file.type);
    }
    if (!response.write(piece)) await drained(response, gone.signal);
  }
  response.end();
}

async function drained(response: Response, gone: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([gone, AbortSignal.timeout(STALL)]);
  await once(response, 'drain', { signal }).catch(() => response.destroy());
}
