import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
}

/** What the load comes from. */
export interface Generator {
  readonly name: string;
  /**
   * As many requests as are answered. @returns how many a second
   * @throws {Error} when more than one answer of a thousand was no success or did not come
   */
  readonly requestsPerSecond: (load: Load) => Promise<number>;
}

/** wrk where it is installed (Debian: `apt-get install wrk`): it takes a tenth of the processor that autocannon does. */
export function findGenerator(): Generator {
  try {
    execFileSync('wrk', ['--version'], { stdio: 'ignore' });
  } catch (error) {
    // Its answer to --version is code 1.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return AUTOCANNON;
  }
  return WRK;
}

const WRK: Generator = {
  name: 'wrk',
  async requestsPerSecond({ url, headers, connections, seconds }) {
    const given = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
    const { stdout } = await run('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, ...given, url]);
    const count = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1] ?? 0);
    requireSuccess(count(/(\d+) requests in/), count(/Non-2xx or 3xx responses: (\d+)/));
    return Number(/^Requests\/sec:\s*([\d.]+)$/m.exec(stdout)?.[1]);
  },
};

const AUTOCANNON: Generator = {
  name: 'autocannon, for wrk is not installed: it takes half a core itself, which the processes then lack',
  async requestsPerSecond({ url, headers, connections, seconds }) {
    const given = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}=${value}`]);
    const options = ['--json', '-c', String(connections), '-d', String(seconds), ...given, url];
    const { stdout } = await run('autocannon', options);
    const { requests, duration, non2xx, errors } = JSON.parse(stdout) as {
      requests: { total: number };
      duration: number;
      non2xx: number;
      errors: number;
    };
    requireSuccess(requests.total, non2xx + errors);
    return requests.total / duration;
  },
};

/** A machine that stands still for a second may cost an answer; what answers quickly because it refuses must not count. */
function requireSuccess(answers: number, failures: number): void {
  if (answers === 0 || failures > answers / 1_000)
    throw new Error(`${failures} of ${answers} answers failed`);
}
