import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Makes sure that nobody serves `data` before we do. Two servers on one folder would destroy it, and
 * PostgreSQL's own lock file is no use after a SIGKILL when its process id went to somebody else.
 *
 * @throws Error when a living process of ours uses the folder.
 */
export async function takeOver(folder: string, data: string, log: (line: string) => void): Promise<void> {
  const holder = join(folder, 'holder.pid');
  const holderPid = await readPid(holder);
  const serverPid = await readPid(join(data, 'postmaster.pid'));
  const serverRuns = serverPid !== undefined && (await commandOf(serverPid)).includes(data);
  const holderRuns =
    holderPid !== undefined && holderPid !== process.pid && (await commandOf(holderPid)) !== '';
  if (serverRuns && holderRuns) {
    throw new Error(
      `The database in ${folder} is in use by process ${holderPid}. Stop that one, or choose another LOCAL_DIR.`,
    );
  }
  if (serverRuns) {
    log(`Stopping the PostgreSQL (process ${serverPid}) that an interrupted run left behind`);
    await stopServer(serverPid);
  } else if (serverPid !== undefined) {
    log('PostgreSQL was not shut down the last time: it recovers from its log');
    await rm(join(data, 'postmaster.pid'), { force: true });
  }
  await writeFile(holder, String(process.pid));
}

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT its emergency exit, after which it recovers at the next start. */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 6],
    ['SIGQUIT', 3],
    ['SIGKILL', 1],
  ] as const) {
    if (!send(pid, signal)) return;
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(20)) {
      if (!send(pid, 0)) return;
    }
  }
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** The first line of `postmaster.pid` is the process id; of the holder file the only one. */
async function readPid(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 0 ? pid : undefined;
}

/** The command line of a living process, `''` when there is none. Zombies have none either. */
async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ');
  }
  return run('ps', ['-p', String(pid), '-o', 'command=']).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}
