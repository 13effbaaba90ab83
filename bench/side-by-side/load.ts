import autocannon from 'autocannon';

/** What is to be sent to a server, and for how long. */
export interface LoadJob {
  readonly url: string;
  readonly requests: readonly LoadRequest[];
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second of all connections together; without it as many as are answered. */
  readonly rate?: number;
}

export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** How many answers had which status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Connections that broke, and answers that did not come. */
  readonly failures: number;
}

/** The load comes from a process of its own, so that it takes no time of the servers' or of whoever measures. */
async function run({ url, requests, connections, seconds, rate }: LoadJob): Promise<LoadResult> {
  const { latency, statusCodeStats, errors, timeouts, ...result } = await autocannon({
    url,
    connections,
    duration: seconds,
    ...(rate !== undefined && { overallRate: rate }),
    requests: requests.map((request) => ({ ...request })),
  });
  const statuses = Object.fromEntries(
    Object.entries(statusCodeStats ?? {}).map(([status, { count }]) => [status, Number(count)]),
  );
  const answers = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  return {
    requestsPerSecond: answers / result.duration,
    p50: latency.p50,
    p99: latency.p99,
    statuses,
    failures: errors + timeouts,
  };
}

process.on('message', (job: LoadJob) => {
  void run(job).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
