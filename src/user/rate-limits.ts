import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { currentContext } from '../platform/context/request-context.ts';
import { SYSTEM_POOL } from '../platform/database/database.module.ts';

const MINUTE = 60;

/** Failed sign-ins from one address: an office behind one address, but not somebody trying a list. */
const FAILURES_OF_ADDRESS = { keyPrefix: 'sign-in-address', points: 100, duration: 5 * MINUTE };
/** All sign-ins together, each second: the half of Cognito's quota of an account and Region, 120. */
const SIGN_INS_OF_ALL = { keyPrefix: 'sign-in-all', points: 60, duration: 1 };
/** Codes asked for, and tried, for one account in an hour; Cognito allows 5 to 20. */
const CODES_OF_ACCOUNT = { keyPrefix: 'code-asked', points: 5, duration: 60 * MINUTE };
const CODE_TRIES_OF_ACCOUNT = { keyPrefix: 'code-tried', points: 10, duration: 60 * MINUTE };
/** Codes asked for from one address: each is a mail to somebody. */
const CODES_OF_ADDRESS = { keyPrefix: 'code-address', points: 30, duration: 60 * MINUTE };

/** Counts that all instances share. Each method takes one point and gives the seconds to wait, or `null` to go on. */
@Injectable()
export class RateLimits {
  private readonly failuresOfAddress: RateLimiterPostgres;
  private readonly signInsOfAll: RateLimiterPostgres;
  private readonly codesOfAccount: RateLimiterPostgres;
  private readonly codeTriesOfAccount: RateLimiterPostgres;
  private readonly codesOfAddress: RateLimiterPostgres;

  constructor(@Inject(SYSTEM_POOL) pool: Pool) {
    const limiter = (limit: typeof FAILURES_OF_ADDRESS) =>
      new RateLimiterPostgres({
        ...limit,
        storeClient: pool,
        storeType: 'pool',
        tableName: 'rate_limits',
        tableCreated: true,
      });
    this.failuresOfAddress = limiter(FAILURES_OF_ADDRESS);
    this.signInsOfAll = limiter(SIGN_INS_OF_ALL);
    this.codesOfAccount = limiter(CODES_OF_ACCOUNT);
    this.codeTriesOfAccount = limiter(CODE_TRIES_OF_ACCOUNT);
    this.codesOfAddress = limiter(CODES_OF_ADDRESS);
  }

  signInFromAddress(): Promise<number | null> {
    return take(this.failuresOfAddress, address());
  }

  /** Takes {@link signInFromAddress} back: only failures count against an address. */
  async forgiveAddress(): Promise<void> {
    await this.failuresOfAddress.reward(address(), 1);
  }

  signInOfAll(): Promise<number | null> {
    return take(this.signInsOfAll, 'all');
  }

  async codeAsked(email: string): Promise<number | null> {
    return (await take(this.codesOfAddress, address())) ?? (await take(this.codesOfAccount, hashed(email)));
  }

  codeTried(email: string): Promise<number | null> {
    return take(this.codeTriesOfAccount, hashed(email));
  }
}

/** @throws the database's own error when it cannot count: nobody gets past an unknown count */
async function take(limiter: RateLimiterPostgres, key: string): Promise<number | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
    throw refusal;
  }
}

function address(): string {
  return currentContext()?.address ?? 'unknown';
}

function hashed(email: string): string {
  return createHash('sha256').update(email.toLowerCase()).digest('base64url');
}
