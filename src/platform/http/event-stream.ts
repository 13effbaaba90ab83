import type { Response } from 'express';
import { once } from 'node:events';

/** Bytes that may wait for a reader before it counts as {@link EventStream.behind}. */
const MOST_WAITING = 256 * 1024;
const STALL = 20_000;
/** Milliseconds that a reader whose connection broke should wait before coming back. */
const RETRY = 2_000;

/** One event as it goes over the wire. */
export function eventText(event: {
  readonly name: string;
  readonly id: bigint;
  readonly data: unknown;
}): string {
  return `event: ${event.name}\nid: ${event.id}\ndata: ${JSON.stringify(event.data)}\n\n`;
}

/**
 * An answer that goes on for as long as both sides like, as Server-Sent Events
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 */
export class EventStream {
  private readonly gone = new AbortController();

  /** @param options.stall milliseconds that a reader may take none of what waits for it */
  constructor(
    private readonly response: Response,
    private readonly options = { stall: STALL },
  ) {
    response.once('close', () => this.gone.abort());
  }

  /** Begins the answer. @param id where the reader is: sent back as `Last-Event-ID`, even if no event ever comes */
  open(id: bigint): void {
    this.response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'private, no-store, no-transform',
      // nginx would gather what it should pass on.
      'X-Accel-Buffering': 'no',
    });
    this.response.flushHeaders();
    this.write(`retry: ${RETRY}\nid: ${id}\n\n`);
  }

  /** Text of {@link eventText}. */
  write(text: string): void {
    if (!this.closed) this.response.write(text);
  }

  /** So much waits for the reader that more must not be written before it is {@link drained}. */
  get behind(): boolean {
    return this.response.writableLength > MOST_WAITING;
  }

  /** Keeps the connection from looking idle to whatever is in between. */
  beat(): void {
    this.write(': heartbeat\n\n');
  }

  /** Resolves when the reader has taken what waits for it, or has gone. Who takes nothing is cut off. */
  async drained(): Promise<void> {
    if (this.closed || !this.response.writableNeedDrain) return;
    const signal = AbortSignal.any([this.gone.signal, AbortSignal.timeout(this.options.stall)]);
    await once(this.response, 'drain', { signal }).catch(() => this.response.destroy());
  }

  end(): void {
    if (!this.closed) this.response.end();
  }

  get closed(): boolean {
    return this.gone.signal.aborted || this.response.destroyed || this.response.writableEnded;
  }

  onClose(work: () => void): void {
    if (this.gone.signal.aborted) work();
    else this.gone.signal.addEventListener('abort', work, { once: true });
  }
}
