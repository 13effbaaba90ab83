import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 8_000;
const LAST_LINES = 15;

interface Program {
  /** `API` */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the process. */
  readonly variables: NodeJS.ProcessEnv;
  /** Where it logs to; absent: to the terminal. */
  readonly logFile?: string;
}

/** The API or the front end as a process of its own, as in production. */
export class StackProcess {
  /** Resolves with what is to be said when the process ends without having been told to. */
  readonly crashed: Promise<string>;
  private readonly child: ChildProcess;
  private readonly name: string;
  private readonly logFile: string | undefined;
  private ended = false;

  private constructor(child: ChildProcess, { name, logFile }: Program) {
    this.child = child;
    this.name = name;
    this.logFile = logFile;
    this.crashed = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.ended = true;
        void this.lastLines().then((lines) => resolve(`The ${name} ended (${signal ?? code}):\n${lines}`));
      });
    });
  }

  static async start(program: Program): Promise<StackProcess> {
    const { command, args, variables, logFile } = program;
    const log = logFile === undefined ? undefined : await open(logFile, 'w', 0o600);
    const output = log?.fd ?? ('inherit' as const);
    // A session of its own: Ctrl-C in the terminal goes to the stack, which stops everything in order.
    const child = spawn(command, args, {
      env: variables,
      stdio: ['ignore', output, output, 'ipc'],
      detached: true,
    });
    await log?.close();
    return new StackProcess(child, program);
  }

  /** @throws {Error} with the end of its log when it ends instead, or takes too long */
  async ready(url: string): Promise<void> {
    for (const end = Date.now() + READY_WITHIN_MS; Date.now() < end; await sleep(100)) {
      if (this.ended) throw new Error(await this.crashed);
      const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
      if (answer?.ok === true) return;
    }
    throw new Error(
      `The ${this.name} is not ready after ${READY_WITHIN_MS / 1_000} s:\n${await this.lastLines()}`,
    );
  }

  async stop(): Promise<void> {
    if (this.ended) return;
    const exited = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
    this.signal('SIGTERM');
    const late = setTimeout(() => this.signal('SIGKILL'), STOP_WITHIN_MS);
    await exited;
    clearTimeout(late);
  }

  /** To the whole session: in watch mode the API is a grandchild. */
  private signal(signal: NodeJS.Signals): void {
    if (this.child.pid !== undefined) process.kill(-this.child.pid, signal);
  }

  private async lastLines(): Promise<string> {
    if (this.logFile === undefined) return '';
    const text = await readFile(this.logFile, 'utf8').catch(() => '');
    return text.trim().split('\n').slice(-LAST_LINES).join('\n');
  }
}
