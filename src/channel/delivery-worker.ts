import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Logger as WorkerLogger, run } from 'graphile-worker';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Environment } from '../platform/config/environment.ts';
import { LOGGER, type Logger } from '../platform/logging/logging.module.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { ChannelDrain } from './channel-drain.ts';
import { DELIVER } from './channel-jobs.ts';
import { takeOver } from './job-takeover.ts';

/** Channels at once, in each process. */
const CONCURRENCY = 5;
/** Milliseconds: where LISTEN does not get through (PgBouncer), jobs are found by asking. */
const POLL = 1_000;
const PAUSE = 5_000;
const TAKE_OVER_EVERY = 10_000;
/** The process has ten seconds to end in. */
const STOP_WITHIN = 8_000;

/**
 * Without delays a job that is done is reported by a promise that nobody looks at: a database that is away at that moment
 * would end the process. With them, however short, failures are repeated, and then end the runner alone.
 */
const REPORTED_WITH_CARE = { completeJobBatchDelay: 0, failJobBatchDelay: 0 };

interface Job {
  readonly tenant_id: string;
  readonly channel_id: string;
}

/** Takes up the jobs of the queue for as long as the application runs, whether or not the database is there. */
@Injectable()
export class DeliveryWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly workerLogger: WorkerLogger;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly environment: Environment,
    private readonly tenants: TenantService,
    private readonly channels: ChannelDrain,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.workerLogger = new WorkerLogger(() => (level, message) => {
      const quiet = level === 'debug' || level === 'info';
      logger[quiet ? 'debug' : 'warn']({ of: 'DeliveryWorker' }, message);
    });
  }

  onApplicationBootstrap(): void {
    this.running = this.keepRunning();
  }

  /** Before the pools are closed. What is being sent is finished; the rest is left to whoever comes next. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.race([this.running, sleep(STOP_WITHIN, undefined, { ref: false })]);
  }

  private async keepRunning(): Promise<void> {
    const pool = openPool(this.environment.databaseUrl);
    while (!this.stopping.signal.aborted) {
      await this.runUntilStopped(pool).catch((error: unknown) => {
        this.logger.warn(
          { of: 'DeliveryWorker', err: error },
          'Deliveries wait: the job queue cannot be reached',
        );
      });
      await sleep(PAUSE, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
    await pool.end().catch(() => undefined);
  }

  /** Resolves or rejects when the runner has ended, by our wish or by itself. */
  private async runUntilStopped(pool: pg.Pool): Promise<void> {
    const runner = await run({
      pgPool: pool,
      logger: this.workerLogger,
      concurrency: CONCURRENCY,
      pollInterval: POLL,
      noHandleSignals: true,
      // They would outlive a PgBouncer that gives each transaction another connection.
      noPreparedStatements: true,
      preset: { worker: REPORTED_WITH_CARE },
      taskList: { [DELIVER]: (payload) => this.deliver(payload as Job) },
    });
    let stopped: Promise<void> | undefined;
    const stop = (): void => void (stopped ??= runner.stop().catch(() => undefined));
    const takeOverJobs = () => takeOver(pool).catch(() => undefined);
    const takeOvers = setInterval(() => void takeOverJobs(), TAKE_OVER_EVERY);
    this.stopping.signal.addEventListener('abort', stop);
    try {
      if (this.stopping.signal.aborted) stop();
      else await takeOverJobs();
      await runner.promise;
      await stopped;
    } finally {
      clearInterval(takeOvers);
      this.stopping.signal.removeEventListener('abort', stop);
    }
  }

  private deliver({ tenant_id: id, channel_id: channel }: Job): Promise<void> {
    const tenant = { id, name: id, role: 'admin' } as const;
    return this.tenants.run(tenant, () => this.channels.drain(channel, this.stopping.signal));
  }
}

function openPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: CONCURRENCY,
    application_name: 'tenantry-deliveries',
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    query_timeout: 12_000,
  });
  // An 'error' without listener ends the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
