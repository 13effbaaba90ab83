import type { Principal } from '../platform/context/request-context.ts';
import type { SignOut } from './sign-out-store.ts';

interface Everywhere {
  /** Whole seconds since the epoch, as `iat` counts. */
  readonly second: number;
  readonly expiresAt: number;
}

/** Sign-outs in memory, found by what a token says of itself and never by its text, which can be altered. */
export class SignOutList {
  private readonly everywhere = new Map<string, Everywhere>();
  private readonly signIns = new Map<string, number>();

  get size(): number {
    return this.everywhere.size + this.signIns.size;
  }

  add({ signInId, signedOutAt, expiresAt, ...user }: SignOut): void {
    const key = userKey(user);
    if (signInId !== null) {
      this.signIns.set(signInKey(key, signInId), expiresAt.getTime());
      return;
    }
    const second = Math.floor(signedOutAt.getTime() / 1_000);
    if (second >= (this.everywhere.get(key)?.second ?? 0)) {
      this.everywhere.set(key, { second, expiresAt: expiresAt.getTime() });
    }
  }

  denies(principal: Principal): boolean {
    const key = userKey(principal);
    if (this.signIns.has(signInKey(key, principal.signInId))) return true;
    const signOut = this.everywhere.get(key);
    return signOut !== undefined && Math.floor(principal.issuedAt) <= signOut.second;
  }

  /** @param now milliseconds since the epoch */
  forgetExpired(now: number): void {
    for (const [key, { expiresAt }] of this.everywhere) if (expiresAt <= now) this.everywhere.delete(key);
    for (const [key, expiresAt] of this.signIns) if (expiresAt <= now) this.signIns.delete(key);
  }
}

/** Neither an issuer (a URL) nor a subject (printable ASCII) holds a space, so no two users share a key. */
function userKey({ issuer, subject }: { issuer: string; subject: string }): string {
  return `${issuer} ${subject}`;
}

function signInKey(user: string, signInId: string): string {
  return `${user} ${signInId}`;
}
