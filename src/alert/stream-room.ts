import type { EventStream } from '../platform/http/event-stream.ts';
import { eventsOf } from './alert-events.ts';
import type { FeedReader } from './feed-reader.ts';

/** Somebody who reads along. */
export interface Follower {
  readonly stream: EventStream;
  /** Throws when this one may not read any more. */
  readonly recheck: () => Promise<void>;
  /** All up to this has been sent. */
  position: bigint;
}

/** The followers of one tenant: its changes are read once for all of them. */
export class StreamRoom {
  /** Those who are level with the feed. */
  readonly followers = new Set<Follower>();
  /** Followers, and those who are still catching up. */
  guests = 0;
  private position = 0n;
  private turns = Promise.resolve();

  constructor(
    readonly tenantId: string,
    private readonly reader: FeedReader,
  ) {}

  /** Sends what is new to everybody here. Never rejects: what cannot be read now is read next time. */
  advance(): Promise<void> {
    return this.turn(() => this.read());
  }

  /**
   * Brings the follower from where it was to where all others are, and lets it in. What it has missed is read in its
   * own time; only the last piece holds up the others.
   */
  async admit(follower: Follower): Promise<void> {
    await this.catchUp(follower, { patiently: true });
    await this.turn(async () => {
      if (this.followers.size === 0) this.position = follower.position;
      else await this.read();
      // Not waiting for a reader here, who could hold up all others: what it has not taken by then is little.
      await this.catchUp(follower, { patiently: false });
      if (!follower.stream.closed) this.followers.add(follower);
    }, true);
  }

  private async catchUp(follower: Follower, { patiently }: { readonly patiently: boolean }): Promise<void> {
    for await (const rows of this.reader.changes(this.tenantId, follower.position)) {
      for (const { id, text } of eventsOf(rows, follower.position)) {
        follower.stream.write(text);
        follower.position = id;
        if (patiently) await follower.stream.drained();
        if (follower.stream.closed) return;
      }
    }
  }

  /** Sends what is new. A tenant's changes are read once, however many follow. */
  private async read(): Promise<void> {
    if (this.followers.size === 0) return;
    for await (const rows of this.reader.changes(this.tenantId, this.position)) {
      for (const event of eventsOf(rows, this.position)) {
        for (const follower of this.followers) {
          if (event.id <= follower.position) continue;
          if (follower.stream.behind) {
            this.letBehind(follower);
            continue;
          }
          follower.stream.write(event.text);
          follower.position = event.id;
        }
        this.position = event.id;
      }
    }
  }

  /** Nothing is kept for a slow reader: it reads the feed by itself, at its own pace, until it is level again. */
  private letBehind(follower: Follower): void {
    this.followers.delete(follower);
    void this.admit(follower).catch(() => follower.stream.end());
  }

  /** One after the other, so that nobody is sent anything twice or out of order. */
  private turn(work: () => Promise<void>, throws = false): Promise<void> {
    const done = this.turns.then(work);
    this.turns = done.catch(() => undefined);
    return throws ? done : this.turns;
  }
}
