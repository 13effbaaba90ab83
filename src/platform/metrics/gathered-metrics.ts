import type { Worker } from 'node:cluster';
import { AggregatorRegistry, type Registry } from 'prom-client';
import type { FromPrimary, FromWorker, Metric } from './worker-metrics.ts';

/** Milliseconds that a worker has to report in; from one that is busy for longer, its last report counts. */
const REPORT_WITHIN = 1_000;

interface Round {
  readonly missing: Set<Worker>;
  readonly done: () => void;
}

/**
 * The primary's side of metrics: asks every worker for its own and adds them up. What an ended worker had counted is
 * kept, so that sums never go down: Prometheus would take that for a restart and count everything twice.
 */
export class GatheredMetrics {
  private readonly rounds = new Map<number, Round>();
  private readonly latest = new Map<Worker, readonly Metric[]>();
  /** Counters and histograms of workers that have ended, added up. */
  private departed: readonly Metric[] = [];
  private count = 0;

  /** @param workers all that run, whom a question goes out to */
  receive(worker: Worker, message: unknown, workers: ReadonlySet<Worker>): void {
    // The last words of a worker may come after its end, which has been counted.
    if (!workers.has(worker)) return;
    const { ask, report, metrics = [] } = message as FromWorker;
    if (ask !== undefined) void this.answer(worker, ask, workers);
    if (report === undefined) return;
    this.latest.set(worker, metrics);
    this.reported(report, worker);
  }

  /** Of a worker that has ended. */
  keep(worker: Worker): void {
    const counted = added([this.departed, this.latest.get(worker) ?? []]).getMetricsAsArray();
    this.departed = (counted as unknown as Metric[]).filter(({ type }) => type !== 'gauge');
    this.latest.delete(worker);
    for (const round of this.rounds.keys()) this.reported(round, worker);
  }

  private async answer(asker: Worker, ask: number, workers: ReadonlySet<Worker>): Promise<void> {
    await this.askAll(workers);
    send(asker, { ask, text: await added([...this.latest.values(), this.departed]).metrics() });
  }

  private askAll(workers: ReadonlySet<Worker>): Promise<void> {
    const number = (this.count += 1);
    return new Promise((resolve) => {
      const late = setTimeout(() => finish(), REPORT_WITHIN);
      const finish = () => {
        clearTimeout(late);
        this.rounds.delete(number);
        resolve();
      };
      this.rounds.set(number, { missing: new Set(workers), done: finish });
      for (const worker of workers) send(worker, { report: number });
    });
  }

  private reported(number: number, worker: Worker): void {
    const round = this.rounds.get(number);
    round?.missing.delete(worker);
    if (round?.missing.size === 0) round.done();
  }
}

function added(reports: readonly (readonly Metric[])[]): Registry {
  return AggregatorRegistry.aggregate([...reports]);
}

/** To a worker that has just ended nothing can be said, which is no fault. */
function send(worker: Worker, message: FromPrimary): void {
  worker.send(message, () => undefined);
}
