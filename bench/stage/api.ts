import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../test/support/free-port.ts';

const READY_WITHIN = 20_000;
const PRODUCTION_BUILD = { file: 'dist/src/main.js', ready: '/health/ready' };

export interface ApiOptions {
  /** What is run, and the address that says when it is ready; the production build unless it is said. */
  readonly program?: { readonly file: string; readonly ready: string };
  /** `WEB_CONCURRENCY`; 1 by default. */
  readonly processes?: number;
  /** Of Node, such as `--max-old-space-size=96`. */
  readonly flags?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

/** A server in a process of its own. */
export class Api {
  readonly url: string;
  /** Milliseconds from the start of the process until it said that it is ready. */
  readonly startedWithin: number;
  private readonly child: ChildProcess;

  private constructor(url: string, child: ChildProcess, startedWithin: number) {
    this.url = url;
    this.child = child;
    this.startedWithin = startedWithin;
  }

  /** @throws {Error} when it does not become ready */
  static async start(
    variables: Readonly<Record<string, string>>,
    { program = PRODUCTION_BUILD, processes = 1, flags = [], variables: more = {} }: ApiOptions,
  ): Promise<Api> {
    const port = String(await freePort());
    const url = `http://127.0.0.1:${port}`;
    const environment = { ...variables, WEB_CONCURRENCY: String(processes), ...more, PORT: port };
    const began = performance.now();
    // Its log is written, and thrown away.
    const child = spawn(process.execPath, [...flags, program.file], {
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    while (child.exitCode === null && performance.now() - began < READY_WITHIN) {
      const answer = await fetch(url + program.ready).catch(() => undefined);
      await answer?.arrayBuffer();
      if (answer?.ok === true) return new Api(url, child, performance.now() - began);
      await sleep(10);
    }
    child.kill('SIGKILL');
    throw new Error(`${program.file} does not become ready`);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** @throws {Error} for an answer that is no success */
  async fetch(path: string, init: RequestInit): Promise<Response> {
    const answer = await fetch(`${this.url}${path}`, init);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }
}
