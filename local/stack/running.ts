import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const fileOf = (directory: string) => join(directory, 'stack.pid');
const variablesOf = (directory: string) => join(directory, 'stack-variables.json');

export async function noteRunning(directory: string): Promise<void> {
  await writeFile(fileOf(directory), String(process.pid));
}

export async function noteStopped(directory: string): Promise<void> {
  await rm(fileOf(directory), { force: true });
  await rm(variablesOf(directory), { force: true });
}

/** What the processes of the stack were told; it holds a password, so that its owner alone may read it. */
export async function noteVariables(directory: string, variables: Record<string, string>): Promise<void> {
  await writeFile(variablesOf(directory), JSON.stringify(variables), { mode: 0o600 });
}

/** @returns the variables of the stack of this directory while it runs, else none */
export async function runningVariables(directory: string): Promise<Record<string, string>> {
  if ((await runningStack(directory)) === undefined) return {};
  const text = await readFile(variablesOf(directory), 'utf8').catch(() => '{}');
  return JSON.parse(text) as Record<string, string>;
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
