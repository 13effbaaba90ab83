import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Environment } from '../platform/config/environment.ts';
import { SYSTEM_POOL } from '../platform/database/database.module.ts';
import type { TenantPool } from '../platform/database/tenant-pool.ts';

const CHANNEL = 'tenantry_alerts';
/** Milliseconds that announcements are gathered for: a burst of changes is one word. */
const GATHER = 15;
/** A notification holds 8,000 bytes (https://www.postgresql.org/docs/18/sql-notify.html), a tenant's id 64. */
const TENANTS_OF_NOTIFICATION = 100;
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 5_000;
const CONNECT_WITHIN = 2_000;

export type FeedListener = (tenantId: string) => void;

/**
 * The word that a tenant's alerts have changed, from the instance where they did to all instances. A hint and no more:
 * what has changed is read from the rows. It is sent after the commit and not in it, as a transaction that notifies
 * makes all others wait for its commit; whoever must not miss anything looks from time to time even so, as a process
 * may die between the two, and as a notification does not pass PgBouncer in transaction mode.
 */
@Injectable()
export class AlertFeed implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger(AlertFeed.name);
  private readonly listeners = new Set<FeedListener>();
  private readonly waiting = new Set<string>();
  private gathering: NodeJS.Timeout | undefined;
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private pause = FIRST_PAUSE;
  private closed = false;
  private heard = false;

  constructor(
    private readonly environment: Environment,
    @Inject(SYSTEM_POOL) private readonly pool: TenantPool,
  ) {}

  onModuleInit(): void {
    void this.listen();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    clearTimeout(this.gathering);
    await this.client?.end().catch(() => undefined);
  }

  /** Whether words come through: of LISTEN alone one cannot tell, PgBouncer takes it and passes nothing on. */
  get hearing(): boolean {
    return this.heard;
  }

  /** To be called after the commit. Never throws. */
  announce(tenantId: string): void {
    this.tell(tenantId);
    this.waiting.add(tenantId);
    this.gathering ??= setTimeout(() => void this.send(), GATHER).unref();
  }

  /** @returns how to stop listening */
  onChange(listener: FeedListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(tenantId: string): void {
    for (const listener of this.listeners) listener(tenantId);
  }

  private async send(): Promise<void> {
    this.gathering = undefined;
    const tenants = [...this.waiting];
    this.waiting.clear();
    try {
      while (tenants.length > 0) {
        await this.notify(tenants.splice(0, TENANTS_OF_NOTIFICATION).join(' '));
      }
    } catch (error) {
      this.log.warn(`Other instances were not told of a change: ${String(error)}`);
    }
  }

  private async notify(payload: string): Promise<void> {
    const values = [CHANNEL, payload];
    await this.pool.query({ name: 'notify-alerts', text: 'SELECT pg_notify($1, $2)', values });
  }

  /** A connection of its own, as it must stay the same one; made anew for as long as it takes. */
  private async listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.environment.databaseUrl,
      application_name: 'tenantry-listen',
      connectionTimeoutMillis: CONNECT_WITHIN,
      keepAlive: true,
    });
    client.on('error', () => this.listenAgain(client));
    client.on('end', () => this.listenAgain(client));
    // No tenant is called so: it has capital letters.
    const own = `SELF-${randomUUID()}`;
    client.on('notification', ({ payload = '' }) => {
      if (payload === own) this.heard = true;
      else payload.split(' ').forEach((tenant) => this.tell(tenant));
    });
    this.client = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      this.pause = FIRST_PAUSE;
      await this.notify(own);
    } catch {
      this.listenAgain(client);
    }
  }

  private listenAgain(client: pg.Client): void {
    if (this.closed || this.client !== client) return;
    this.client = undefined;
    this.heard = false;
    client.end().catch(() => undefined);
    this.retry = setTimeout(() => void this.listen(), this.pause).unref();
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }
}
