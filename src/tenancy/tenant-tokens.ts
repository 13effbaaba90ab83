import type { TokenLease } from './request-buckets.ts';

/** Milliseconds after which tokens that were leased and not spent lapse: the bucket has filled up meanwhile. */
const LEASE_LIFE = 1_000;
/** Milliseconds of one's own requests that a lease is for. */
const LEASE_FOR = 200;
/** Milliseconds that an empty bucket is left alone, or longer, until a token is in it. */
const LEAVE_ALONE = 100;

/** What became of a request for a token. */
export interface Allowance {
  readonly isAdmitted: boolean;
  /** Requests that can be made now, as far as this instance knows. */
  readonly remaining: number;
  /** Seconds, whole and at least 1: until the bucket is full again, or until a refused request may be repeated. */
  readonly seconds: number;
  /** Of the plan: requests of a full bucket, and those that come back each second. */
  readonly burst: number;
  readonly rate: number;
}

/**
 * One tenant's tokens in this process. They are leased from the bucket that all instances share, as many at a time as
 * the last fifth of a second would have needed: a busy tenant costs a few statements a second, and one with little to
 * do takes nothing away from what other instances need. While the bucket is known to be empty nobody is asked.
 */
export class TenantTokens {
  private tokens = 0;
  private spent = 0;
  private leasedAt = 0;
  private emptyUntil = 0;
  private last: TokenLease = { granted: 0, left: 0, rate: 1, burst: 1 };
  private wanting = 0;
  private leasing: Promise<void> | undefined;

  /** @param clock milliseconds, never going back */
  constructor(
    private readonly lease: (wanted: number) => Promise<TokenLease>,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** Takes a token if there is one. Those that come while a lease is under way wait for that one. */
  async take(): Promise<Allowance> {
    this.wanting += 1;
    try {
      for (;;) {
        const now = this.clock();
        if (this.spend(now)) return this.admission(now);
        const refusal = this.refusal(now);
        if (refusal !== undefined) return refusal;
        await (this.leasing ??= this.renew());
      }
    } finally {
      this.wanting -= 1;
    }
  }

  /** The refusal that {@link take} would give at this moment, if it can be known without asking. */
  refusal(now = this.clock()): Allowance | undefined {
    if (now >= this.emptyUntil || this.hasTokens(now)) return undefined;
    const { rate, burst } = this.last;
    const seconds = Math.max(1, Math.ceil((this.emptyUntil - now) / 1_000));
    return { isAdmitted: false, remaining: 0, seconds, rate, burst };
  }

  private hasTokens(now: number): boolean {
    return this.tokens > 0 && now < this.leasedAt + LEASE_LIFE;
  }

  private spend(now: number): boolean {
    if (!this.hasTokens(now)) return false;
    this.tokens -= 1;
    this.spent += 1;
    return true;
  }

  private admission(now: number): Allowance {
    const { left, rate, burst } = this.last;
    const inBucket = Math.floor(left + (rate * (now - this.leasedAt)) / 1_000);
    const remaining = Math.min(burst, inBucket + this.tokens);
    const seconds = Math.max(1, Math.ceil((burst - remaining) / rate));
    return { isAdmitted: true, remaining, seconds, rate, burst };
  }

  private async renew(): Promise<void> {
    try {
      this.last = await this.lease(this.demand());
      this.tokens = this.last.granted;
      this.spent = 0;
      this.leasedAt = this.clock();
      const { left, rate } = this.last;
      const untilNext = ((1 - left) / rate) * 1_000;
      this.emptyUntil = left >= 1 ? 0 : this.leasedAt + Math.max(untilNext, LEAVE_ALONE);
    } finally {
      this.leasing = undefined;
    }
  }

  private demand(): number {
    const share = LEASE_FOR / (this.clock() - this.leasedAt);
    return Math.max(this.wanting, Math.ceil(this.spent * Math.min(2, share)));
  }
}
