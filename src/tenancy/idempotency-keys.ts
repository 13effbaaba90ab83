import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { currentContext, type RequestContext } from '../platform/context/request-context.ts';
import { keyInProgress, keyReused } from './idempotency-problems.ts';
import { PrismaService, type ScopedTransaction } from './prisma.service.ts';
import { TenantService } from './tenant.service.ts';

/** A key belongs to a user of a tenant, and to one route. */
export interface KeyedRequest {
  readonly subject: string;
  /** The route's pattern, with its method. */
  readonly route: string;
  readonly key: string;
  /** Of what was asked: parameters and body. A function, as a streamed body is known when it has been read. */
  readonly fingerprint: () => string | undefined;
  /** What the request will be answered with when it succeeds. */
  readonly status: number;
}

/** The right to do what a key stands for. Whoever lost it to somebody else cannot record an answer. */
export interface Claim extends KeyedRequest {
  readonly id: string;
}

export interface RecordedAnswer {
  readonly status: number;
  /** JSON, as it was sent. */
  readonly body: string;
  readonly fingerprint: string;
}

interface Held {
  readonly status: number | null;
  readonly body: string | null;
  readonly requestHash: string;
}

type Database = Pick<ScopedTransaction, '$executeRaw'>;

/** One claim in so many sweeps the tenant's expired keys. */
const SWEEP_EVERY = 50;

/**
 * The table of idempotency keys. A claim lasts a minute and is renewed while its request is under way, so that a
 * process that dies lets go of it; an answer is kept for 24 hours, by the database's clock.
 */
@Injectable()
export class IdempotencyKeys {
  private readonly claims = new WeakMap<RequestContext, Claim>();
  private readonly recorded = new WeakSet<Claim>();

  constructor(
    private readonly prisma: PrismaService,
    private readonly tenants: TenantService,
  ) {}

  /**
   * Claims the key for the request under way, unless it has been answered.
   *
   * @throws {Conflict} `idempotency/in_progress`, `idempotency/key_reused`
   */
  async claim(request: KeyedRequest): Promise<Claim | RecordedAnswer> {
    if (Math.random() * SWEEP_EVERY < 1) await this.sweep();
    const claim = { ...request, id: randomUUID() };
    // Once more when the key was set free between the two statements.
    for (let attempt = 1; attempt <= 2; attempt++) {
      if (await this.take(claim)) {
        const context = currentContext();
        if (context !== undefined) this.claims.set(context, claim);
        return claim;
      }
      const held = await this.held(claim);
      if (held !== undefined) return answered(held, claim);
    }
    throw keyInProgress();
  }

  /** Whether the request under way has a key, so that its answer is to be kept. */
  get isClaimed(): boolean {
    const context = currentContext();
    return context !== undefined && this.claims.has(context);
  }

  /**
   * Keeps the answer of the request under way. In the transaction of the change itself (`db`) both are there or
   * neither: a repeat gets this answer even if the first one was lost behind the COMMIT. Does nothing for a request
   * without a key.
   *
   * @throws {Conflict} `idempotency/in_progress` when somebody else has taken over: the transaction must end
   */
  async record(db: Database, answer: unknown): Promise<void> {
    const context = currentContext();
    const claim = context && this.claims.get(context);
    if (claim === undefined) return;
    const recorded = await db.$executeRaw`
      UPDATE idempotency_keys
      SET status = ${claim.status}, body = ${JSON.stringify(answer)}, request_hash = ${claim.fingerprint() ?? ''},
        expires_at = now() + interval '24 hours'
      WHERE tenant_id = ${this.tenants.id} AND subject = ${claim.subject} AND route = ${claim.route}
        AND key = ${claim.key} AND claim = ${claim.id}::uuid`;
    if (recorded === 0) throw keyInProgress();
    this.recorded.add(claim);
  }

  /** For what has not recorded its answer in its transaction. */
  async recordLate(claim: Claim, answer: unknown): Promise<void> {
    if (!this.recorded.has(claim)) await this.record(this.prisma, answer);
  }

  async renew(claim: Claim): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE idempotency_keys SET claimed_until = now() + interval '60 seconds'
      WHERE tenant_id = ${this.tenants.id} AND subject = ${claim.subject} AND route = ${claim.route}
        AND key = ${claim.key} AND claim = ${claim.id}::uuid AND status IS NULL`;
  }

  /** Sets the key free, unless its answer has been recorded (and only telling of it failed). */
  async release(claim: Claim): Promise<void> {
    await this.prisma.$executeRaw`
      DELETE FROM idempotency_keys
      WHERE tenant_id = ${this.tenants.id} AND subject = ${claim.subject} AND route = ${claim.route}
        AND key = ${claim.key} AND claim = ${claim.id}::uuid AND status IS NULL`;
  }

  /** Removes expired keys of the tenant, a thousand at most. @returns how many */
  sweep(): Promise<number> {
    return this.prisma.$executeRaw`
      DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY (
        SELECT ctid FROM idempotency_keys
        WHERE tenant_id = ${this.tenants.id} AND expires_at <= now() LIMIT 1000 FOR UPDATE SKIP LOCKED
      ))`;
  }

  private async take({ subject, route, key, id, fingerprint }: Claim): Promise<boolean> {
    const taken = await this.prisma.$executeRaw`
      INSERT INTO idempotency_keys AS held
        (tenant_id, subject, route, key, request_hash, claim, claimed_until, expires_at)
      VALUES (${this.tenants.id}, ${subject}, ${route}, ${key}, ${fingerprint() ?? ''}, ${id}::uuid,
        now() + interval '60 seconds', now() + interval '24 hours')
      ON CONFLICT (tenant_id, subject, route, key) DO UPDATE
        SET request_hash = excluded.request_hash, claim = excluded.claim, claimed_until = excluded.claimed_until,
          status = NULL, body = NULL, created_at = now(), expires_at = excluded.expires_at
        WHERE held.expires_at <= now() OR held.status IS NULL AND held.claimed_until <= now()`;
    return taken === 1;
  }

  private async held({ subject, route, key }: Claim): Promise<Held | undefined> {
    const [held] = await this.prisma.$queryRaw<Held[]>`
      SELECT status, body, request_hash AS "requestHash" FROM idempotency_keys
      WHERE tenant_id = ${this.tenants.id} AND subject = ${subject} AND route = ${route} AND key = ${key}`;
    return held;
  }
}

function answered({ status, body, requestHash }: Held, { fingerprint }: Claim): RecordedAnswer {
  const known = fingerprint();
  if (known !== undefined && requestHash !== '') requireSame(requestHash, known);
  if (status === null || body === null) throw keyInProgress();
  return { status, body, fingerprint: requestHash };
}

/** @throws {Conflict} `idempotency/key_reused` */
export function requireSame(recorded: string, fingerprint: string | undefined): void {
  if (recorded !== fingerprint) throw keyReused();
}
