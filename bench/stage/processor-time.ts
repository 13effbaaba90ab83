import { readFileSync, readdirSync } from 'node:fs';

/** The kernel counts in hundredths of a second, on every platform that Node runs on (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;

interface ProcessTimes {
  readonly pid: number;
  readonly parent: number;
  /** Seconds of processor time, its own. */
  readonly own: number;
  /** Seconds of the children that have ended and been waited for. */
  readonly ofEnded: number;
}

/** Seconds of processor time that each running process has had so far, from `/proc`: Linux alone. */
export class ProcessorTimes {
  /** Seconds of all cores that were not idle. */
  readonly busy: number = busySeconds();
  private readonly all: ReadonlyMap<number, ProcessTimes>;

  constructor() {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    this.all = new Map(pids.flatMap((pid) => timesOf(Number(pid))).map((times) => [times.pid, times]));
  }

  of(pid: number): number {
    return this.all.get(pid)?.own ?? 0;
  }

  parentOf(pid: number): number {
    return this.all.get(pid)?.parent ?? 0;
  }

  /** Of children that have ended by now. */
  ofEndedChildren(pid: number): number {
    return this.all.get(pid)?.ofEnded ?? 0;
  }

  childrenOf(pid: number): number[] {
    return [...this.all.values()].filter(({ parent }) => parent === pid).map((child) => child.pid);
  }

  /** Of a process, its children that run and those that have ended. */
  ofFamily(pid: number): number {
    const children = this.childrenOf(pid).reduce((sum, child) => sum + this.of(child), 0);
    return this.of(pid) + this.ofEndedChildren(pid) + children;
  }
}

/** proc_pid_stat(5): pid (comm) state ppid …, utime, stime, cutime and cstime are fields 14 to 17. */
function timesOf(pid: number): ProcessTimes[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold spaces and brackets.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const seconds = (at: number) => ((fields[at - 3] ?? 0) + (fields[at - 2] ?? 0)) / TICKS_PER_SECOND;
    return [{ pid, parent: fields[1] ?? 0, own: seconds(14), ofEnded: seconds(16) }];
  } catch {
    // It has ended since the directory was read.
    return [];
  }
}

/** proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal of all cores together. */
function busySeconds(): number {
  const [, ...times] = (readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? '').trim().split(/\s+/);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = times.map(Number);
  return (user + nice + system + irq + softirq) / TICKS_PER_SECOND;
}
