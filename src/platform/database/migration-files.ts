import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface MigrationFile {
  /** Folder name, `20261122000000_foundation`; the order of names is the order of application. */
  readonly name: string;
  readonly sql: string;
}

/**
 * The `prisma` folder, looked for upwards from this file: it is in the same place whether the sources
 * run or what was built from them into `dist`.
 *
 * @throws Error when there is none, as in an image that was built without it.
 */
export function prismaFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'prisma', 'schema.prisma'))) return join(folder, 'prisma');
    if (folder === dirname(folder)) {
      throw new Error(
        'The folder prisma/ with schema.prisma and migrations/ was not found beside the program.',
      );
    }
  }
}

/** Every migration on disk, oldest first. */
export async function readMigrations(): Promise<MigrationFile[]> {
  const folder = join(prismaFolder(), 'migrations');
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.toSorted().map(async (name) => ({
      name,
      sql: await readFile(join(folder, name, 'migration.sql'), 'utf8'),
    })),
  );
}
