import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStream } from '../platform/http/event-stream.ts';
import { TooManyRequests, Unavailable } from '../platform/http/problem.ts';
import { AlertFeed } from './alert-feed.ts';
import { FeedReader } from './feed-reader.ts';
import { StreamRoom, type Follower } from './stream-room.ts';

/** Milliseconds. A heartbeat every 15 s is the interface; a member's removal takes effect within 5 s. */
const BEAT_EVERY = 15_000;
const RECHECK_EVERY = 1_500;
/** How often the feed is looked at where a word of its changes comes, and where none does. */
const LOOK_EVERY = { hearing: 5_000, deaf: 700 };
const RECHECKS_AT_ONCE = 25;
const MOST_STREAMS = 5_000;

export interface Subscription {
  readonly tenantId: string;
  readonly stream: EventStream;
  /** The last event that the reader has seen; without it the stream begins now. */
  readonly after: bigint | undefined;
  readonly recheck: () => Promise<void>;
}

/** All streams of this instance, by tenant. */
@Injectable()
export class AlertStreams implements OnModuleInit, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly log = new Logger(AlertStreams.name);
  private readonly rooms = new Map<string, StreamRoom>();
  private readonly stopped = new AbortController();
  private streams = 0;

  constructor(
    private readonly feed: AlertFeed,
    private readonly reader: FeedReader,
  ) {}

  onModuleInit(): void {
    const stop = this.feed.onChange((tenantId) => void this.rooms.get(tenantId)?.advance());
    this.stopped.signal.addEventListener('abort', stop);
    void this.repeat(() => BEAT_EVERY, this.beat);
    void this.repeat(() => RECHECK_EVERY, this.recheckAll);
    void this.repeat(() => (this.feed.hearing ? LOOK_EVERY.hearing : LOOK_EVERY.deaf), this.look);
  }

  onModuleDestroy(): void {
    this.stopped.abort();
  }

  /** A stream never ends by itself: the server would wait for it. */
  beforeApplicationShutdown(): void {
    this.stopped.abort();
    for (const { stream } of this.followers()) stream.end();
  }

  /**
   * Sends the tenant's changes from now on, or from where the reader was, until either side ends it.
   *
   * @throws {TooManyRequests} `alert/too_many_streams`
   */
  async follow({ tenantId, stream, after, recheck }: Subscription): Promise<void> {
    if (this.stopped.signal.aborted) throw new Unavailable('shutdown');
    if (this.streams >= MOST_STREAMS) throw tooManyStreams();
    this.streams += 1;
    stream.onClose(() => (this.streams -= 1));
    const latest = await this.reader.latest(tenantId);
    const position = after === undefined || after > latest ? latest : after;
    stream.open(position);
    const room = this.rooms.get(tenantId) ?? new StreamRoom(tenantId, this.reader);
    this.rooms.set(tenantId, room);
    const follower: Follower = { stream, recheck, position };
    room.guests += 1;
    stream.onClose(() => this.leave(room, follower));
    await room.admit(follower);
  }

  private leave(room: StreamRoom, follower: Follower): void {
    room.followers.delete(follower);
    room.guests -= 1;
    if (room.guests === 0) this.rooms.delete(room.tenantId);
  }

  private readonly beat = async (): Promise<void> => {
    for (const { stream } of this.followers()) stream.beat();
  };

  private readonly look = async (): Promise<void> => {
    await Promise.all([...this.rooms.values()].map((room) => room.advance()));
  };

  private readonly recheckAll = async (): Promise<void> => {
    const followers = this.followers();
    const worker = async () => {
      for (const follower of followers) await this.recheck(follower);
    };
    await Promise.all(Array.from({ length: RECHECKS_AT_ONCE }, worker));
  };

  /** What cannot be decided now is decided next time: nothing can be read meanwhile either. */
  private async recheck({ stream, recheck }: Follower): Promise<void> {
    await recheck().catch((error: unknown) => {
      if (!(error instanceof Unavailable)) stream.end();
    });
  }

  private *followers(): Generator<Follower> {
    for (const room of [...this.rooms.values()]) yield* [...room.followers];
  }

  private async repeat(pause: () => number, work: () => Promise<void>): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      await sleep(pause(), undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await work().catch((error: unknown) => this.log.warn(`Streams: ${String(error)}`));
    }
  }
}

export function tooManyStreams(): TooManyRequests {
  return new TooManyRequests('alert/too_many_streams', 'Too many streams are open. Try again later.', 30);
}
