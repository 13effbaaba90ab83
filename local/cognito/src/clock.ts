/** The one source of time, so that a test can move it (`POST /_local/clock`). */
export class Clock {
  #offsetMs = 0;

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** Whole seconds since the epoch, as tokens carry them. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** Sets the distance to the machine's clock, in seconds; it does not add to an earlier one. */
  setOffset(seconds: number): void {
    this.#offsetMs = Math.round(seconds * 1000);
  }
}
