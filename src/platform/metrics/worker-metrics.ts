import type { Worker } from 'node:cluster';
import type { Registry } from 'prom-client';

/** A metric as `Registry.getMetricsAsJSON()` gives it: what one process tells another. */
export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
}

/** `ask`: the number of a question for the metrics of all. `report`: the number of a round that the values are for. */
export interface FromWorker {
  readonly ask?: number;
  readonly report?: number;
  readonly metrics?: readonly Metric[];
}

/** `report`: asks for the worker's own, in the round of this number. `ask`: the question that `text` answers. */
export interface FromPrimary {
  readonly report?: number;
  readonly ask?: number;
  readonly text?: string;
}

/** Milliseconds: longer than the primary waits for anybody. */
const ANSWER_WITHIN = 5_000;

/** A worker's side of metrics: reports its own to the primary, and asks it for those of all. */
export class WorkerMetrics {
  private readonly asked = new Map<number, (text: string) => void>();
  private questions = 0;

  constructor(
    private readonly worker: Worker,
    private readonly registry: Registry,
  ) {
    worker.on('message', (message: unknown) => void this.receive(message as FromPrimary));
  }

  /**
   * The metrics of all processes, added up, in the text format of Prometheus.
   * @throws {Error} when the primary does not answer within 5 s
   */
  text(): Promise<string> {
    const ask = (this.questions += 1);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.asked.delete(ask);
        reject(new Error('The primary does not tell the metrics'));
      }, ANSWER_WITHIN);
      this.asked.set(ask, (text) => {
        clearTimeout(late);
        this.asked.delete(ask);
        resolve(text);
      });
      this.send({ ask });
    });
  }

  private async receive({ report, ask, text = '' }: FromPrimary): Promise<void> {
    if (ask !== undefined) this.asked.get(ask)?.(text);
    if (report === undefined) return;
    this.send({ report, metrics: (await this.registry.getMetricsAsJSON()) as unknown as Metric[] });
  }

  /** A primary that is gone hears nothing, which is no fault of ours. */
  private send(message: FromWorker): void {
    this.worker.send(message, () => undefined);
  }
}
