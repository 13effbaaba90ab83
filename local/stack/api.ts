import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 8_000;
const LAST_LINES = 15;

/** The API as a process of its own, as in production. */
export class ApiProcess {
  /** Resolves with what is to be said when the process ends without having been told to. */
  readonly crashed: Promise<string>;
  private readonly child: ChildProcess;
  private readonly logFile: string;
  private ended = false;

  private constructor(child: ChildProcess, logFile: string) {
    this.child = child;
    this.logFile = logFile;
    this.crashed = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.ended = true;
        void this.lastLines().then((lines) => resolve(`The API ended (${signal ?? code}):\n${lines}`));
      });
    });
  }

  /**
   * @param watch restart on every change of the sources, and log to the terminal
   * @param variables the whole environment of the process
   */
  static async start(watch: boolean, variables: NodeJS.ProcessEnv, logFile: string): Promise<ApiProcess> {
    const log = await open(logFile, 'w', 0o600);
    const [command, args]: [string, string[]] = watch
      ? ['nest', ['start', '--watch']]
      : [process.execPath, ['local/stack/run-api.ts']];
    const output = watch ? ('inherit' as const) : log.fd;
    // A session of its own: Ctrl-C in the terminal goes to the stack, which stops everything in order.
    const child = spawn(command, args, {
      env: variables,
      stdio: ['ignore', output, output, 'ipc'],
      detached: true,
    });
    await log.close();
    return new ApiProcess(child, logFile);
  }

  /** @throws {Error} with the end of its log when it ends instead, or takes too long */
  async ready(url: string): Promise<void> {
    for (const end = Date.now() + READY_WITHIN_MS; Date.now() < end; await sleep(100)) {
      if (this.ended) throw new Error(await this.crashed);
      const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(
        () => undefined,
      );
      if (answer?.ok === true) return;
    }
    throw new Error(`The API is not ready after ${READY_WITHIN_MS / 1_000} s:\n${await this.lastLines()}`);
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
    const text = await readFile(this.logFile, 'utf8').catch(() => '');
    return text.trim().split('\n').slice(-LAST_LINES).join('\n');
  }
}
