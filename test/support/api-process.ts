import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** The production build as a process of its own: what a container runs, and what can be killed. */
const PROGRAM = 'dist/src/main.js';
const READY_WITHIN = 20_000;

export class ApiProcess {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /** @param variables all that it is set up by; its port is a free one */
  static async start(variables: Readonly<Record<string, string>>): Promise<ApiProcess> {
    const port = await freePort();
    const child = spawn(process.execPath, [PROGRAM], {
      env: { PATH: process.env['PATH'], ...variables, PORT: String(port) },
      stdio: 'ignore',
    });
    const api = new ApiProcess(`http://127.0.0.1:${port}`, child);
    for (const end = Date.now() + READY_WITHIN; Date.now() < end; await sleep(50)) {
      if ((await fetch(`${api.url}/health/ready`).catch(() => undefined))?.ok === true) return api;
    }
    await api.kill();
    throw new Error('The process is not ready');
  }

  /** As a crash does: nothing is finished, nobody is told. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('close', resolve));
    if (this.child.exitCode !== null || !this.child.kill('SIGKILL')) return;
    await ended;
  }
}
