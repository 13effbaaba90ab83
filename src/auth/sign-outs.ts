import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../platform/context/request-context.ts';
import { Unavailable } from '../platform/http/problem.ts';
import { SignOutList } from './sign-out-list.ts';
import type { SignOut, SignOutStore } from './sign-out-store.ts';
import { LONGEST_LIFE } from './token-claims.ts';

const SECOND = 1_000;
const POLL_EVERY = SECOND;
/** With an older list no token is let through: so a sign-out is effective everywhere within 5 s, or nothing is. */
const STALE_AFTER = 4 * SECOND;
/** A database that hangs must not hold up requests for longer. */
const READ_DEADLINE = 1_500;
/** A row may become visible this much later than the time it carries: no transaction of ours lives longer. */
const OVERLAP = 60 * SECOND;
const PURGE_EVERY = 600 * SECOND;
/** An hour more than a token can live, for clocks that differ. */
const KEEP_FOR = (LONGEST_LIFE + 3_600) * SECOND;
const CLOCK_MARGIN = 100;

type User = Pick<Principal, 'issuer' | 'subject'>;

export interface SignOutsOptions {
  /** Milliseconds that never go backwards. */
  readonly now?: () => number;
}

/**
 * Sign-outs, known to every instance. Cognito ends refresh tokens, but access and ID tokens go on passing the
 * signature and `exp` checks until they expire ("Ending user sessions with token revocation", Cognito developer
 * guide), so the API has to remember who signed out. Each instance keeps the list in memory and polls for new rows.
 */
export class SignOuts implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(SignOuts.name);
  private readonly list = new SignOutList();
  private readonly now: () => number;

  private newest: Date | null = null;
  private freshAt = -Infinity;
  private purgedAt: number;
  private reading: Promise<boolean> | undefined;
  private failing = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: SignOutStore,
    options: SignOutsOptions = {},
  ) {
    this.now = options.now ?? (() => performance.now());
    this.purgedAt = this.now();
  }

  /** Loads the list and starts polling. Does not fail the start: without a list every token is 503 anyway. */
  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => void this.refresh(), POLL_EVERY).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /**
   * Whether the principal's token belongs to a sign-in that has ended.
   * @throws Unavailable when the list is older than 4 s and cannot be read now.
   */
  async denies(principal: Principal): Promise<boolean> {
    const stale = this.now() - this.freshAt > STALE_AFTER;
    if (stale && !(await this.refresh())) throw new Unavailable('database');
    return this.list.denies(principal);
  }

  /** Ends the one sign-in that the principal's token came from. */
  async signOutThis(principal: Principal): Promise<void> {
    await this.record(principal, [principal.signInId]);
  }

  /**
   * Ends every sign-in of the user, on all devices.
   *
   * `iat` counts whole seconds: a token of the second of the sign-out may be older or younger than it, and is
   * refused. This resolves when that second is over, so that whoever signs in again right afterwards gets tokens
   * that are younger for certain. The sign-in in use is named too: it ends even where Cognito's clock is ahead.
   */
  async signOutEverywhere(user: User & { readonly signInId?: string }): Promise<void> {
    const named = user.signInId === undefined ? [] : [user.signInId];
    const signedOutAt = await this.record(user, [null, ...named]);
    await sleep(SECOND - (signedOutAt % SECOND) + CLOCK_MARGIN);
  }

  /** Reads what is new, or joins the reading under way. Never rejects; `false` when it failed. */
  refresh(): Promise<boolean> {
    this.reading ??= this.read().finally(() => (this.reading = undefined));
    return this.reading;
  }

  private async read(): Promise<boolean> {
    const startedAt = this.now();
    const after = this.newest === null ? null : new Date(this.newest.getTime() - OVERLAP);
    try {
      for (const signOut of await withinDeadline(this.store.list(after))) this.remember(signOut);
      this.freshAt = startedAt;
      this.report(false);
      if (startedAt - this.purgedAt >= PURGE_EVERY) await withinDeadline(this.purge(startedAt));
      return true;
    } catch (error) {
      this.report(true, error);
      return false;
    }
  }

  /** @returns when, in milliseconds since the epoch by the database's clock */
  private async record({ issuer, subject }: User, signInIds: readonly (string | null)[]): Promise<number> {
    const expiresAt = new Date(Date.now() + KEEP_FOR);
    const rows = signInIds.map((signInId) => ({ issuer, subject, signInId, expiresAt }));
    const recorded = await this.store.add(rows).catch((error: unknown) => {
      throw new Unavailable('database', error);
    });
    recorded.forEach((signOut) => this.list.add(signOut));
    return Math.max(...recorded.map(({ signedOutAt }) => signedOutAt.getTime()));
  }

  private remember(signOut: SignOut): void {
    this.list.add(signOut);
    if (this.newest === null || signOut.signedOutAt > this.newest) this.newest = signOut.signedOutAt;
  }

  private async purge(startedAt: number): Promise<void> {
    this.purgedAt = startedAt;
    this.list.forgetExpired(Date.now());
    await this.store.removeExpired();
  }

  /** Tells once that reading fails and once that it works again, not with every poll. */
  private report(failing: boolean, error?: unknown): void {
    if (failing !== this.failing) {
      if (failing) this.logger.warn(`Sign-outs cannot be read: ${String(error).replace(/\s+/g, ' ')}`);
      else this.logger.log('Sign-outs can be read again');
    }
    this.failing = failing;
  }
}

async function withinDeadline<T>(work: Promise<T>): Promise<T> {
  const deadline = new AbortController();
  const expired = sleep(READ_DEADLINE, undefined, { signal: deadline.signal, ref: false }).then(() => {
    throw new Error(`no answer within ${READ_DEADLINE} ms`);
  });
  try {
    return await Promise.race([work, expired]);
  } finally {
    deadline.abort();
    expired.catch(() => undefined);
  }
}
