/** A call that came to nothing. The message is one sentence for people, without secrets and without the url's path. */
export abstract class OutboundFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** It was not even tried: calls may not go there. */
export class AddressRefused extends OutboundFailure {}

/** Nobody listens there, or the conversation broke off. */
export class Unreachable extends OutboundFailure {}

/** There was no whole answer in time. */
export class TooSlow extends OutboundFailure {}
