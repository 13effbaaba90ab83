import type { KeyObject } from 'node:crypto';
import { Logger, type OnModuleInit } from '@nestjs/common';
import { Unauthorized, Unavailable } from '../platform/http/problem.ts';
import { downloadJwks } from './jwks-download.ts';
import { readKeySet } from './key-set.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** An invented key id costs at most one download in this time. */
const SEARCH_COOL_DOWN = 30 * SECOND;
const FAILURE_COOL_DOWN = 2 * SECOND;
/** Older than this, the set is read again while known keys go on working. */
const REFRESH_AFTER = 5 * MINUTE;
/** Older than this, a known key must be confirmed first: a withdrawn key dies within this time. */
const HORIZON = 10 * MINUTE;
/** Beyond the horizon with the endpoint down, at most one request in this time waits for another try. */
const RECENT_FAILURE = 30 * SECOND;
/** How long the last good set serves while the endpoint is down: twice the longest life of a Cognito token. */
const KEEP_FOR = 48 * HOUR;

export interface SigningKeysOptions {
  readonly uri: string;
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds that never go backwards; a stepped wall clock must not age or revive a key. */
  readonly now?: () => number;
}

/**
 * The public keys that the user pool signs with. One per process: it holds the whole published set in memory.
 *
 * AWS publishes no schedule of rotation and advises to cache keys by key id and to download again for an unknown
 * one ("Verifying JSON web tokens", Cognito developer guide). Key ids come from unverified tokens, so that advice
 * alone lets anybody cause a download with each request; the cool-down bounds it.
 */
export class SigningKeys implements OnModuleInit {
  private readonly logger = new Logger(SigningKeys.name);
  private readonly uri: string;
  private readonly fetch: typeof globalThis.fetch;
  private readonly now: () => number;

  private keys: ReadonlyMap<string, KeyObject> = new Map();
  private downloading: Promise<boolean> | undefined;
  private freshAt = -Infinity;
  private failedAt = -Infinity;
  private searchedAt = -Infinity;

  constructor(options: SigningKeysOptions) {
    if (options.uri === '') throw new Error('SigningKeys needs the address of the key set');
    this.uri = options.uri;
    this.fetch = options.fetch ?? globalThis.fetch;
    this.now = options.now ?? (() => performance.now());
  }

  /** Warms up. A key endpoint that is down does not stop the start: the process is alive, only not ready. */
  async onModuleInit(): Promise<void> {
    await this.refresh();
  }

  /** Whether tokens can be verified. Asks for the keys when there are none, since without them no traffic comes. */
  isReady(): boolean {
    if (this.usable) return true;
    void this.refresh();
    return false;
  }

  /**
   * The key named `kid`.
   * @throws Unauthorized when a fresh set lacks it: the token was not signed by this pool.
   * @throws Unavailable when that cannot be decided because the key endpoint does not answer.
   */
  async get(kid: string): Promise<KeyObject> {
    if (!this.usable || !this.keys.has(kid)) return this.search(kid);

    const age = this.since(this.freshAt);
    if (age >= REFRESH_AFTER) {
      const mustConfirm = age >= HORIZON && this.since(this.failedAt) >= RECENT_FAILURE;
      const refreshed = this.refresh();
      if (mustConfirm) await refreshed;
    }
    return this.publishedKey(kid);
  }

  /**
   * Downloads the set, or joins the download under way. Never rejects.
   * @returns whether there is a fresh set now; `false` also during the pause after a failure.
   */
  refresh(): Promise<boolean> {
    if (this.downloading === undefined) {
      if (this.since(this.failedAt) < FAILURE_COOL_DOWN) return Promise.resolve(false);
      this.downloading = this.load().finally(() => (this.downloading = undefined));
    }
    return this.downloading;
  }

  /** The cool-down starts with searches alone, so a key is found at first sight even just after the start. */
  private async search(kid: string): Promise<KeyObject> {
    if (this.since(this.searchedAt) >= SEARCH_COOL_DOWN) {
      if (!(await this.refresh())) throw new Unavailable('signing keys');
      this.searchedAt = this.now();
    }
    return this.publishedKey(kid);
  }

  private publishedKey(kid: string): KeyObject {
    const key = this.keys.get(kid);
    if (key === undefined) throw new Unauthorized('the key is not published');
    return key;
  }

  private async load(): Promise<boolean> {
    const startedAt = this.now();
    try {
      const { keys, refused } = await readKeySet(await downloadJwks(this.uri, this.fetch));
      const spoiled = [...this.keys.keys()].filter((kid) => refused.has(kid));
      if (spoiled.length > 0) throw new Error(`keys in use came back unacceptable: ${spoiled.join(', ')}`);
      this.keys = this.keepingIdentity(keys);
      this.freshAt = startedAt;
      return true;
    } catch (error) {
      this.failedAt = this.now();
      this.logger.warn(`Signing keys could not be read: ${describe(error)}`);
      return false;
    }
  }

  /** An unchanged key stays the same object, so that what was verified with it can be told by `===`. */
  private keepingIdentity(keys: ReadonlyMap<string, KeyObject>): ReadonlyMap<string, KeyObject> {
    return new Map(
      [...keys].map(([kid, key]) => {
        const held = this.keys.get(kid);
        return [kid, held?.equals(key) ? held : key];
      }),
    );
  }

  private get usable(): boolean {
    return this.keys.size > 0 && this.since(this.freshAt) < KEEP_FOR;
  }

  private since(moment: number): number {
    return this.now() - moment;
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
