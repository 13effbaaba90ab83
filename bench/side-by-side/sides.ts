import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from '../../local/stack/build.ts';
import { freePort } from '../../test/support/free-port.ts';
import { ProcessorTimes } from '../stage/processor-time.ts';

const READY_WITHIN = 20_000;

/** What is compared: each answers the same requests, from the same database. */
export const PROGRAMS = {
  floor: ['bench/side-by-side/floor/main.ts', 'health/ready'],
  ours: ['dist/src/main.js', 'health/ready'],
  textbook: ['dist/bench/side-by-side/textbook/main.js', 'api/health/ready'],
} as const;
export type SideName = keyof typeof PROGRAMS;
export const SIDES = Object.keys(PROGRAMS) as SideName[];

/** Builds what is run from a build. */
export async function buildSides(): Promise<void> {
  await build();
  execFileSync('tsc', ['--project', 'bench/side-by-side/textbook'], { stdio: 'inherit' });
}

/** A server in a process of its own. */
export class Side {
  readonly url: string;
  private readonly child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.child = child;
  }

  /** @param flags of Node, such as `--cpu-prof` */
  static async start(
    name: SideName,
    variables: Readonly<Record<string, string>>,
    flags: readonly string[] = [],
  ): Promise<Side> {
    const [program, health] = PROGRAMS[name];
    const port = await freePort();
    const child = spawn(process.execPath, [...flags, program], {
      env: { PATH: process.env['PATH'], ...variables, PORT: String(port) },
      // The product's log is written, and thrown away.
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const side = new Side(`http://127.0.0.1:${port}`, child);
    for (const end = Date.now() + READY_WITHIN; Date.now() < end; await sleep(50)) {
      if ((await fetch(`${side.url}/${health}`).catch(() => undefined))?.ok === true) return side;
    }
    await side.stop();
    throw new Error(`${name} does not become ready`);
  }

  /** Processor time that the process has had, in seconds; `NaN` where the system does not tell (Linux does). */
  get cpuSeconds(): number {
    try {
      return new ProcessorTimes().of(this.child.pid ?? 0);
    } catch {
      return NaN;
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }
}
