import { Injectable } from '@nestjs/common';
import cluster from 'node:cluster';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { FinishedRequest } from '../http/request-context.middleware.ts';
import { WorkerMetrics } from './worker-metrics.ts';

/**
 * The Prometheus metrics of the process, and with `WEB_CONCURRENCY` those of all processes together. Labels are routes and
 * statuses: never tenants, users or addresses.
 */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly ofAll = cluster.worker && new WorkerMetrics(cluster.worker, this.registry);

  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the end of its answer, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });

  private readonly serves = new Gauge({
    name: 'tenantry_serving_processes',
    help: 'Processes that serve: with WEB_CONCURRENCY as many, once all have started.',
    registers: [this.registry],
  });

  private readonly signIns = new Counter({
    name: 'sign_ins_total',
    help: 'Attempts to sign in through the API, by outcome.',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  private readonly rateLimitedRequests = new Counter({
    name: 'tenantry_rate_limited_total',
    help: 'Requests refused because their tenant had none left. Which tenant, the log says.',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** In the text format of Prometheus; whichever process is asked. */
  text(): Promise<string> {
    return this.ofAll?.text() ?? this.registry.metrics();
  }

  requestFinished({ method, route, status, seconds }: FinishedRequest): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  serving(): void {
    this.serves.set(1);
  }

  signIn(outcome: 'success' | 'challenge' | 'refused' | 'throttled'): void {
    this.signIns.inc({ outcome });
  }

  rateLimited(): void {
    this.rateLimitedRequests.inc();
  }

  /** @param waiting asked whenever metrics are read */
  watchPool(waiting: () => number): void {
    new Gauge({
      name: 'tenantry_database_waiting',
      help: 'Statements and transactions that wait for a connection, or for their tenant to have fewer.',
      registers: [this.registry],
      collect() {
        this.set(waiting());
      },
    });
  }
}
