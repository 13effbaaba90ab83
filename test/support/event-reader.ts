import { Agent, request, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ReadEvent {
  readonly name: string;
  readonly id: bigint;
  readonly data: Readonly<Record<string, unknown>>;
  /** When it came, milliseconds since the epoch. */
  readonly at: number;
}

/** As many connections as there are streams. */
const agent = new Agent({ keepAlive: false, maxSockets: Infinity });

/** A reader of Server-Sent Events, as the standard has them read: lines, blocks, the last id. */
export class EventReader {
  readonly events: ReadEvent[] = [];
  readonly comments: string[] = [];
  lastId: bigint | undefined;
  /** Resolves with how long it was open, milliseconds. */
  readonly ended: Promise<number>;
  isEnded = false;
  private pending = '';

  private constructor(
    readonly response: IncomingMessage,
    began: number,
  ) {
    this.ended = new Promise((resolve) =>
      response.once('close', () => {
        this.isEnded = true;
        resolve(performance.now() - began);
      }),
    );
    response.on('error', () => undefined);
    response.setEncoding('utf8').on('data', (text: string) => this.take(text));
  }

  /** @throws {Error} with status and body when there is no stream */
  static open(url: string, headers: Readonly<Record<string, string>>): Promise<EventReader> {
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const sent = request(url, { agent, headers });
      sent.once('error', reject);
      sent.once('response', (response) => {
        if (response.statusCode === 200) return resolve(new EventReader(response, began));
        let body = '';
        response.on('data', (text) => (body += String(text)));
        response.once('end', () => reject(new Error(`${response.statusCode} ${body}`)));
      });
      sent.end();
    });
  }

  /** Whether so many events have come within these milliseconds. */
  async has(count: number, milliseconds = 5_000): Promise<boolean> {
    for (const end = performance.now() + milliseconds; performance.now() < end; await sleep(10)) {
      if (this.events.length >= count) return true;
    }
    return false;
  }

  /** As {@link has}: an event of this alert, of this name. */
  async hears(name: string, id: string, milliseconds = 5_000): Promise<boolean> {
    for (const end = performance.now() + milliseconds; performance.now() < end; await sleep(10)) {
      if (this.events.some((event) => event.name === name && event.data['id'] === id)) return true;
    }
    return false;
  }

  close(): void {
    this.response.destroy();
  }

  private take(text: string): void {
    const blocks = (this.pending + text).split('\n\n');
    this.pending = blocks.pop() ?? '';
    for (const block of blocks) this.read(block);
  }

  private read(block: string): void {
    const fields = new Map<string, string>();
    for (const line of block.split('\n')) {
      if (line.startsWith(':')) this.comments.push(line.slice(1).trim());
      else fields.set(line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart());
    }
    const [id, data] = [fields.get('id'), fields.get('data')];
    if (id !== undefined) this.lastId = BigInt(id);
    if (data === undefined) return;
    this.events.push({
      name: fields.get('event') ?? 'message',
      id: this.lastId ?? -1n,
      data: JSON.parse(data) as ReadEvent['data'],
      at: Date.now(),
    });
  }
}
