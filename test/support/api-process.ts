import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';

/** The production build as a process of its own: what a container runs, and what can be killed. */
const PROGRAM = 'dist/src/main.js';
const READY_WITHIN = 20_000;

export interface Ended {
  /** `null`: by a signal. */
  readonly code: number | null;
  /** All that it and its workers wrote. */
  readonly printed: string;
}

export class ApiProcess {
  /** When its output is closed: it has ended, and so has every worker that it had. */
  readonly ended: Promise<Ended>;

  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {
    let printed = '';
    for (const output of [child.stdout, child.stderr]) {
      output?.on('data', (chunk) => (printed += String(chunk)));
    }
    this.ended = new Promise((resolve) => child.once('close', (code) => resolve({ code, printed })));
  }

  /**
   * Does not wait for it to be ready.
   * @param variables all that it is set up by; without `PORT` its port is a free one
   */
  static async spawn(variables: Readonly<Record<string, string>>): Promise<ApiProcess> {
    const port = variables['PORT'] ?? String(await freePort());
    const child = spawn(process.execPath, [PROGRAM], {
      env: { PATH: process.env['PATH'], ...variables, PORT: port },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ApiProcess(`http://127.0.0.1:${port}`, child);
  }

  /** @param variables as for {@link spawn} */
  static async start(variables: Readonly<Record<string, string>>): Promise<ApiProcess> {
    const api = await ApiProcess.spawn(variables);
    for (const end = Date.now() + READY_WITHIN; Date.now() < end; await sleep(50)) {
      if ((await fetch(`${api.url}/health/ready`).catch(() => undefined))?.ok === true) return api;
    }
    await api.kill();
    throw new Error('The process is not ready');
  }

  /** The processes that it has started: its workers. */
  async workers(): Promise<number[]> {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
    const processes = stdout.trim().split('\n');
    return processes
      .map((line) => line.trim().split(/\s+/).map(Number))
      .filter(([, parent]) => parent === this.child.pid)
      .map(([pid]) => pid ?? 0);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** As a crash does: nothing is finished, nobody is told. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }
}
