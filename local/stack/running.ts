import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const fileOf = (directory: string) => join(directory, 'stack.pid');

export async function noteRunning(directory: string): Promise<void> {
  await writeFile(fileOf(directory), String(process.pid));
}

export async function noteStopped(directory: string): Promise<void> {
  await rm(fileOf(directory), { force: true });
}

/** @returns the process that runs the stack of this directory, if one does */
export async function runningStack(directory: string): Promise<number | undefined> {
  const pid = Number(await readFile(fileOf(directory), 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  try {
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}
