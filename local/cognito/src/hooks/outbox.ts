import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** `alert`: of the product beside it, not of the service: see `receiveMail`. */
export type MessageKind = 'invitation' | 'sign-up' | 'forgot-password' | 'verification' | 'alert';

/** A mail (or text message) that the service would have sent. */
export interface Message {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  readonly kind: MessageKind;
  readonly code?: string;
  readonly temporaryPassword?: string;
  /** RFC 3339, by the stand-in's clock. */
  readonly at: string;
}

const KEPT = 1000;

/** Nothing is sent; it lies here. In memory alone, because it holds codes and temporary passwords in clear. */
export class Outbox {
  readonly #clock: Clock;
  #messages: Message[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(message: Omit<Message, 'id' | 'at'>): void {
    const at = new Date(this.#clock.now()).toISOString();
    this.#messages = [{ id: randomUUID(), ...message, at }, ...this.#messages].slice(0, KEPT);
  }

  /** Newest first; `to` in any case. */
  list(to?: string): readonly Message[] {
    if (to === undefined) return this.#messages;
    return this.#messages.filter((message) => message.to.toLowerCase() === to.toLowerCase());
  }
}
