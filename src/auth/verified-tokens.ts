import { hash, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Principal } from '../platform/context/request-context.ts';
import type { SigningKeys } from './signing-keys.ts';

const MAX_TOKENS = 10_000;

interface VerifiedToken {
  readonly principal: Principal;
  readonly kid: string;
  readonly key: KeyObject;
}

/**
 * Tokens whose signature and claims were found good, so that a caller's next request does not pay the signature
 * again (about 120 µs, more than the rest of the HTTP work). Holds hashes, never tokens. What can change after the
 * verification is asked each time: here expiry and the key; token use and sign-out by the caller.
 */
export class VerifiedTokens {
  private readonly entries = new LRUCache<string, VerifiedToken>({ max: MAX_TOKENS });

  constructor(private readonly keys: SigningKeys) {}

  get size(): number {
    return this.entries.size;
  }

  /**
   * The principal of a token that was verified before and still would be.
   * @throws Unauthorized when its key has been withdrawn; Unavailable when no keys can be had.
   */
  async get(token: string): Promise<Principal | undefined> {
    const id = idOf(token);
    const entry = this.entries.get(id);
    if (entry === undefined) return undefined;
    if (Date.now() / 1_000 < entry.principal.expiresAt && (await this.stillPublished(id, entry))) {
      return entry.principal;
    }
    this.entries.delete(id);
    return undefined;
  }

  remember(token: string, verified: VerifiedToken): void {
    this.entries.set(idOf(token), verified);
  }

  private async stillPublished(id: string, { kid, key }: VerifiedToken): Promise<boolean> {
    try {
      return (await this.keys.get(kid)) === key;
    } catch (error) {
      this.entries.delete(id);
      throw error;
    }
  }
}

function idOf(token: string): string {
  return hash('sha256', token, 'base64url');
}
