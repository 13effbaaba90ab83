import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The system user that the server runs as; `undefined` means the user of this process. */
export type ServerUser = { readonly uid: number; readonly gid: number } | undefined;

/**
 * PostgreSQL refuses to run as root: then the system user `postgres` runs it, and is made if missing.
 *
 * @throws Error when it is missing and cannot be made.
 */
export async function serverUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return undefined;
  const found = await lookUp('postgres');
  if (found) return found;
  try {
    await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/bin/false',
      'postgres',
    ]);
  } catch (cause) {
    throw new Error(
      'PostgreSQL does not run as root, and the system user "postgres" could not be made. ' +
        'Start as an ordinary user, or make that user first.',
      { cause },
    );
  }
  return lookUp('postgres');
}

async function lookUp(name: string): Promise<ServerUser> {
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = users
    .split('\n')
    .map((line) => line.split(':'))
    .find(([user]) => user === name);
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : undefined;
}

/** Whether `user` may enter `folder`, or the part of its path that is there already. */
export async function canEnter(user: ServerUser, folder: string): Promise<boolean> {
  if (!user) return true;
  for (let path = folder; ; path = dirname(path)) {
    const info = await stat(path).catch(() => undefined);
    if (info && !mayPass(user, info)) return false;
    if (path === dirname(path)) return true;
  }
}

function mayPass(
  user: { uid: number; gid: number },
  info: { uid: number; gid: number; mode: number },
): boolean {
  if (info.uid === user.uid) return (info.mode & 0o100) !== 0;
  if (info.gid === user.gid) return (info.mode & 0o010) !== 0;
  return (info.mode & 0o001) !== 0;
}
