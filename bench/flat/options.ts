export interface FlatOptions {
  /** Smaller sizes and less time: whether the bench works, and the direction. */
  readonly short: boolean;
  /** Of load, for memory over time. */
  readonly minutes: number;
}
