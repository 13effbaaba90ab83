import { Agent, request, type IncomingHttpHeaders } from 'node:http';

export interface Question {
  readonly method?: string;
  readonly path: string;
  /** Also such as other clients refuse to send, `Host` among them. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Milliseconds after the first piece, which comes at once. */
const STREAM_READ_FOR = 150;

/** Kept open: thousands of requests must not wait for thousands of connections. */
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** One request and its whole answer, with nothing added that was not asked for. */
export function exchange(
  url: string,
  { method = 'GET', path, headers = {}, body }: Question,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const sent = request(
      url,
      { agent, method, path, headers: { ...headers, ...length } as Record<string, string> },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.once('error', reject);
        const done = () => {
          // It may come at any moment, and is nobody's answer.
          const told = text.replaceAll(': heartbeat\n\n', '');
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: told });
        };
        answer.once('end', done);
        // A stream of events never ends: what it begins with is its answer.
        if (answer.headers['content-type']?.startsWith('text/event-stream') === true) {
          answer.once('close', done);
          answer.once('data', () => setTimeout(() => answer.destroy(), STREAM_READ_FOR));
        }
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

/** `work` for each of `all`, so many at a time, results in their order. */
export async function inParallel<T, R>(
  all: readonly T[],
  most: number,
  work: (each: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const entries = all.entries();
  const worker = async () => {
    for (const [index, each] of entries) results[index] = await work(each);
  };
  await Promise.all(Array.from({ length: most }, worker));
  return results;
}
