import cluster, { type Worker } from 'node:cluster';
import { constants } from 'node:os';
import type { Logger } from 'pino';
import { GatheredMetrics } from './platform/metrics/gathered-metrics.ts';

/** What a worker says to the primary once it serves. */
const SERVING = 'serving';

/** Milliseconds. A worker that ended is replaced after the first pause; each further one in a row doubles it. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 30_000;
/** Whoever lived this long did not end because it cannot run: the next pause is the first again. */
const LIVED_LONG = 60_000;
/** Below the minute that a container has to stop in (Terraform's stopTimeout), so that the end is ours and logged. */
const STOP_WITHIN = 55_000;
/** npm passes on the Ctrl-C that the terminal has sent to the process already: that is one signal, not two. */
const SAME_SIGNAL = 1_000;

/**
 * The primary of `WEB_CONCURRENCY` processes. It opens the port, hands each connection to the next worker in turn
 * (`node:cluster`, round robin), replaces workers that end and adds their metrics up. It reads no request and has no
 * connection to the database.
 */
export class Cluster {
  private readonly workers = new Set<Worker>();
  private readonly metrics = new GatheredMetrics();
  private served = false;
  private stoppedAt: number | undefined;
  private exitCode = 0;
  private pause = FIRST_PAUSE;

  /** @param count workers to keep running */
  constructor(
    private readonly count: number,
    private readonly logger: Logger,
  ) {}

  /**
   * One worker first: what is wrong with the configuration or the database is then told once, by it. The others
   * follow when it serves.
   */
  start(): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => this.stop(signal));
    this.fork();
  }

  private fork(): void {
    const began = performance.now();
    const worker = cluster.fork();
    let serves = false;
    this.workers.add(worker);
    worker.on('message', (message: unknown) => {
      if (message === SERVING) {
        serves = true;
        this.serving();
      } else this.metrics.receive(worker, message, this.workers);
    });
    const ended = (code: number | null, signal: NodeJS.Signals | null) => {
      if (!this.workers.delete(worker)) return;
      // One that is told to stop while it starts ends by the signal, and has broken nothing off.
      const told = this.stoppedAt !== undefined && !serves;
      this.ended(worker, told ? 0 : (code ?? codeOf(signal)), performance.now() - began);
    };
    worker.once('exit', ended);
    // A process that could not be made emits no 'exit'; of one that was, an error concerns a message that came too late.
    worker.on('error', () => {
      if (worker.process.pid === undefined) ended(1, null);
    });
  }

  private serving(): void {
    if (this.served) return;
    this.served = true;
    this.logger.info({ of: 'Cluster', processes: this.count }, 'The first process serves');
    if (this.stoppedAt !== undefined) return;
    for (let more = 1; more < this.count; more++) this.fork();
  }

  private ended(worker: Worker, code: number, lived: number): void {
    this.metrics.keep(worker);
    if (this.stoppedAt !== undefined) {
      this.exitCode ||= code;
      if (this.workers.size === 0) process.exit(this.exitCode);
      return;
    }
    // It has said why.
    if (!this.served) process.exit(code || 1);
    this.replace({ pid: worker.process.pid, exit_code: code }, lived);
  }

  private replace(ended: object, lived: number): void {
    if (lived >= LIVED_LONG) this.pause = FIRST_PAUSE;
    const { pause } = this;
    this.pause = Math.min(pause * 2, LONGEST_PAUSE);
    this.logger.error(
      { of: 'Cluster', ...ended, pause_ms: pause },
      'A process has ended by itself and is replaced',
    );
    setTimeout(() => {
      if (this.stoppedAt === undefined) this.fork();
    }, pause);
  }

  /** Passes the signal on and goes when the last worker has gone; a second signal ends whatever is left. */
  private stop(signal: NodeJS.Signals): void {
    if (this.stoppedAt !== undefined) {
      if (performance.now() - this.stoppedAt > SAME_SIGNAL) this.kill();
      return;
    }
    this.stoppedAt = performance.now();
    if (this.workers.size === 0) process.exit(0);
    for (const worker of this.workers) worker.process.kill(signal);
    setTimeout(() => this.kill(), STOP_WITHIN).unref();
  }

  private kill(): void {
    for (const worker of this.workers) {
      this.logger.error({ of: 'Cluster', pid: worker.process.pid }, 'A process did not stop and is ended');
      worker.process.kill('SIGKILL');
    }
  }
}

/**
 * In a worker: says that it serves, and stops as on SIGTERM when the primary is gone without a word (SIGKILL), for
 * nobody would ever stop it. Does nothing in a process that has no primary.
 */
export function followPrimary(): void {
  const { worker } = cluster;
  if (worker === undefined) return;
  worker.once('disconnect', () => {
    // Node would end the process on the spot, in the middle of its answers.
    worker.exitedAfterDisconnect = true;
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), STOP_WITHIN).unref();
  });
  worker.send(SERVING, () => undefined);
}

/** As a shell tells it. */
function codeOf(signal: NodeJS.Signals | null): number {
  return signal === null ? 1 : 128 + constants.signals[signal];
}
