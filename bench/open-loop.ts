import { Agent, request } from 'node:http';

/** What one process of the generator is to send, by its argument as JSON. */
export interface Load {
  readonly url: string;
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
}

/** Connections at once: what is due waits for one, and that counts. A new one for each would measure the handshakes. */
const SOCKETS = 50;

/** What became of them; it is printed as JSON. */
export interface Outcome {
  /** Milliseconds, of all answers, in order of size. */
  readonly latencies: readonly number[];
  /** How many answers had which status; `error` for none. */
  readonly statuses: Readonly<Record<string, number>>;
}

/**
 * Sends at a fixed rate, whether or not the answers come: a client that waits for the last answer before it asks again
 * slows down just when the server does, and does not see what it would have waited for ("coordinated omission"). For
 * the same reason a latency begins when its request was due, not when it was sent.
 */
async function run({ url, method = 'GET', headers, body, rate, seconds }: Load): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  const began = performance.now();
  const send = (due: number) =>
    new Promise<void>((resolve) => {
      const done = (status: number | 'error') => {
        statuses[status] = (statuses[status] ?? 0) + 1;
        latencies.push(performance.now() - due);
        resolve();
      };
      const sent = request(url, { agent, method, headers }, (answer) => {
        answer.resume().once('end', () => done(answer.statusCode ?? 0));
      });
      sent.once('error', () => done('error')).end(body);
    });
  const pending: Promise<void>[] = [];
  while (pending.length < rate * seconds) {
    const due = began + (pending.length * 1_000) / rate;
    if (due > performance.now()) await new Promise((resolve) => setTimeout(resolve, 1));
    else pending.push(send(due));
  }
  await Promise.all(pending);
  agent.destroy();
  return { latencies: latencies.sort((a, b) => a - b), statuses };
}

process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '') as Load)));
