import { Injectable, Logger } from '@nestjs/common';
import type { Principal } from '../platform/context/request-context.ts';

/** Somebody has signed in through this API. */
export interface SignInEvent {
  readonly principal: Pick<Principal, 'issuer' | 'subject'>;
  /** `User-Agent`, as the caller says it. */
  readonly device: string | undefined;
  readonly address: string | undefined;
}

export type SignInListener = (event: SignInEvent) => Promise<void>;

/** Where those register who want to know of sign-ins, so that signing in need not know them. */
@Injectable()
export class SignInEvents {
  private readonly log = new Logger(SignInEvents.name);
  private readonly listeners: SignInListener[] = [];

  onSignIn(listener: SignInListener): void {
    this.listeners.push(listener);
  }

  /** Resolves when all have heard it. Never rejects: nobody's sign-in fails because somebody else's work did. */
  async announce(event: SignInEvent): Promise<void> {
    const outcomes = await Promise.allSettled(this.listeners.map((listener) => listener(event)));
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') this.log.warn(`After a sign-in: ${String(outcome.reason)}`);
    }
  }
}
