import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** `npm start`, in a folder of its own and on ports of its own. Erasable TypeScript: it also runs without Jest. */
export class LocalStack {
  printed = '';
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.child = child;
    this.ended = new Promise((resolve) => child.once('close', resolve));
  }

  static start(variables: Record<string, string>, args: string[] = []): LocalStack {
    const child = spawn(process.execPath, ['local/stack.ts', ...args], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stack = new LocalStack(child);
    for (const output of [child.stdout, child.stderr]) {
      output.on('data', (chunk) => (stack.printed += String(chunk)));
    }
    return stack;
  }

  async ready(): Promise<void> {
    while (!/^Ready/m.test(this.printed)) {
      if (this.child.exitCode !== null) throw new Error(this.printed);
      await sleep(50);
    }
  }

  async stop(signal: NodeJS.Signals): Promise<number> {
    const asked = performance.now();
    this.child.kill(signal);
    await this.ended;
    return performance.now() - asked;
  }
}
