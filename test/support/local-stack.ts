import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** A stack in a folder and on ports that nobody else has. */
export interface OwnStack {
  readonly web: string;
  readonly api: string;
  readonly cognito: string;
  /** Leaves nothing behind. @returns how long it took, milliseconds */
  readonly stop: () => Promise<number>;
}

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

  /** @returns once all of it is up */
  static async alone(
    variables: Readonly<Record<string, string>> = {},
    args: string[] = [],
  ): Promise<OwnStack> {
    const directory = await mkdtemp(join(tmpdir(), 'tenantry-stack-'));
    const [api, web, cognito] = [await freePort(), await freePort(), await freePort()];
    const ports = { PORT: String(api), WEB_PORT: String(web), COGNITO_PORT: String(cognito) };
    const stack = LocalStack.start({ LOCAL_DIR: directory, ...ports, ...variables }, args);
    await stack.ready();
    return {
      web: `http://localhost:${web}`,
      api: `http://localhost:${api}`,
      cognito: `http://localhost:${cognito}`,
      stop: async () => {
        const took = await stack.stop('SIGTERM');
        await rm(directory, { recursive: true, force: true });
        return took;
      },
    };
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
