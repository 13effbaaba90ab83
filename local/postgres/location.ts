import { createHash } from 'node:crypto';
import { access, constants, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { canEnter, type ServerUser } from './server-user.ts';

/** Folders for what cannot stay beside the project, in order of preference. */
const SHARED_FOLDERS = ['/var/lib/tenantry', join(tmpdir(), 'tenantry')];

export interface Location {
  /** Where the cluster, its passwords and its log are. */
  readonly folder: string;
  /** For copies of the programs. */
  readonly sharedFolder: string;
}

/**
 * `dataDir`, or where the server's user cannot enter it (as root, below a home directory of mode 700) a
 * folder under `/var/lib` or the temporary folder that belongs to just this `dataDir`.
 */
export async function locate(dataDir: string, user: ServerUser): Promise<Location> {
  const sharedFolder = await firstWritable(user);
  const wanted = resolve(dataDir);
  return { folder: (await canEnter(user, wanted)) ? wanted : elsewhere(sharedFolder, wanted), sharedFolder };
}

/** Every folder in which {@link locate} may have put the data of `dataDir`. */
export function possibleFolders(dataDir: string): string[] {
  const wanted = resolve(dataDir);
  return [wanted, ...SHARED_FOLDERS.map((folder) => elsewhere(folder, wanted))];
}

function elsewhere(sharedFolder: string, dataDir: string): string {
  return join(sharedFolder, `data-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`);
}

async function firstWritable(user: ServerUser): Promise<string> {
  for (const folder of SHARED_FOLDERS) {
    const writable = await access(dirname(folder), constants.W_OK).then(
      () => true,
      () => false,
    );
    if (writable && (await canEnter(user, folder))) {
      if (user) await mkdir(folder, { recursive: true, mode: 0o755 });
      return folder;
    }
  }
  throw new Error(`None of ${SHARED_FOLDERS.join(', ')} can be used for the embedded PostgreSQL.`);
}
