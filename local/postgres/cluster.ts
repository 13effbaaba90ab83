import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import type { ServerUser } from './server-user.ts';

const run = promisify(execFile);

export interface Passwords {
  readonly superuser: string;
  readonly owner: string;
  readonly runtime: string;
}

export interface Cluster {
  /** PGDATA. */
  readonly data: string;
  readonly passwords: Passwords;
  readonly isNew: boolean;
}

/** The cluster in `folder`, made if missing, with random passwords in a file that only we can read. */
export async function prepareCluster(folder: string, binaries: Binaries, user: ServerUser): Promise<Cluster> {
  await mkdir(folder, { recursive: true });
  const data = join(folder, 'cluster');
  const passwords = await readPasswords(join(folder, 'passwords.json'));
  const isNew = await stat(data).then(
    () => false,
    () => true,
  );
  // Made beside its place and then moved, so that an interrupted start leaves nothing half made.
  if (isNew) await initialise(`${data}.unfinished`, passwords.superuser, binaries, user);
  if (isNew) await rename(`${data}.unfinished`, data);
  return { data, passwords, isNew };
}

async function readPasswords(file: string): Promise<Passwords> {
  const stored = await readFile(file, 'utf8').catch(() => undefined);
  if (stored !== undefined) return JSON.parse(stored) as Passwords;
  const secret = () => randomBytes(24).toString('base64url');
  const passwords = { superuser: secret(), owner: secret(), runtime: secret() };
  await writeFile(file, JSON.stringify(passwords), { mode: 0o600, flag: 'wx' });
  return passwords;
}

async function initialise(
  data: string,
  superuserPassword: string,
  binaries: Binaries,
  user: ServerUser,
): Promise<void> {
  await rm(data, { recursive: true, force: true });
  await mkdir(data, { mode: 0o700 });
  const passwordFile = `${data}.password`;
  await writeFile(passwordFile, superuserPassword, { mode: 0o600 });
  if (user) await Promise.all([chown(data, user.uid, user.gid), chown(passwordFile, user.uid, user.gid)]);
  try {
    await run(
      binaries.initdb,
      [
        `--pgdata=${data}`,
        `--pwfile=${passwordFile}`,
        '--username=postgres',
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // The same order and the same words on every machine, whatever locales it has.
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--no-instructions',
      ],
      { ...user, cwd: '/' },
    );
  } catch (cause) {
    const said = (cause as { stderr?: string }).stderr?.trim().split('\n').at(-1) ?? '';
    throw new Error(`PostgreSQL could not prepare ${data}. ${said}`, { cause });
  } finally {
    await rm(passwordFile, { force: true });
  }
}
