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
const RECHECK_EVERY = 1_000;
/** How often the feed is looked at where no word of its changes comes; and how often in any case. */
const LOOK_WHEN_DEAF = 700;
const LOOK_ANYWAY = 5_000;
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
  /** All, those included who are still catching up. */
  private readonly followers = new Set<Follower>();
  private looked = { at: 0, hearing: false };
  private readonly stopped = new AbortController();

  constructor(
    private readonly feed: AlertFeed,
    private readonly reader: FeedReader,
  ) {}

  onModuleInit(): void {
    const stop = this.feed.onChange((tenantId) => void this.rooms.get(tenantId)?.advance());
    this.stopped.signal.addEventListener('abort', stop);
    void this.repeat(BEAT_EVERY, this.beat);
    void this.repeat(RECHECK_EVERY, this.recheckAll);
    void this.repeat(LOOK_WHEN_DEAF, this.look);
  }

  onModuleDestroy(): void {
    this.stopped.abort();
  }

  /** A stream never ends by itself: the server would wait for it. */
  beforeApplicationShutdown(): void {
    this.stopped.abort();
    for (const { stream } of this.followers) stream.end();
  }

  /**
   * Sends the tenant's changes from now on, or from where the reader was, until either side ends it.
   *
   * @throws {TooManyRequests} `alert/too_many_streams`
   */
  async follow({ tenantId, stream, after, recheck }: Subscription): Promise<void> {
    if (this.stopped.signal.aborted) throw new Unavailable('shutdown');
    if (this.followers.size >= MOST_STREAMS) throw tooManyStreams();
    const latest = await this.reader.latest(tenantId);
    const position = after === undefined || after > latest ? latest : after;
    const room = this.rooms.get(tenantId) ?? new StreamRoom(tenantId, this.reader);
    const follower: Follower = { stream, recheck, position };
    this.enter(room, follower);
    stream.open(position);
    await room.admit(follower);
  }

  private enter(room: StreamRoom, follower: Follower): void {
    this.rooms.set(room.tenantId, room);
    room.guests += 1;
    this.followers.add(follower);
    follower.stream.onClose(() => this.leave(room, follower));
  }

  private leave(room: StreamRoom, follower: Follower): void {
    this.followers.delete(follower);
    room.followers.delete(follower);
    room.guests -= 1;
    if (room.guests === 0) this.rooms.delete(room.tenantId);
  }

  private readonly beat = async (): Promise<void> => {
    for (const { stream } of this.followers) stream.beat();
  };

  private readonly look = async (): Promise<void> => {
    const [now, { hearing }] = [performance.now(), this.feed];
    // What was said before it could be heard again was missed.
    if (hearing && this.looked.hearing && now - this.looked.at < LOOK_ANYWAY) return;
    this.looked = { at: now, hearing };
    await Promise.all([...this.rooms.values()].map((room) => room.advance()));
  };

  private readonly recheckAll = async (): Promise<void> => {
    const followers = [...this.followers].values();
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

  private async repeat(pause: number, work: () => Promise<void>): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await work().catch((error: unknown) => this.log.warn(`Streams: ${String(error)}`));
    }
  }
}

export function tooManyStreams(): TooManyRequests {
  return new TooManyRequests('alert/too_many_streams', 'Too many streams are open. Try again later.', 30);
}
