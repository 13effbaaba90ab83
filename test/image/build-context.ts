import { execFile } from 'node:child_process';
import { cp, readFile } from 'node:fs/promises';
import { join, matchesGlob } from 'node:path';
import { promisify } from 'node:util';

/** Copies what Docker would be sent into a folder: the files of the repository without what .dockerignore names. */
export async function copyBuildContext(folder: string): Promise<void> {
  const { stdout } = await promisify(execFile)(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '-z'],
    { maxBuffer: 50_000_000 },
  );
  const ignored = await ignoredBy('.dockerignore');
  const files = stdout.split('\0').filter((file) => file !== '' && !ignored(file));
  for (const file of files) {
    // Deleted, and not yet committed so.
    await cp(file, join(folder, file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}

async function ignoredBy(path: string): Promise<(file: string) => boolean> {
  const patterns = (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return (file) =>
    patterns.some((pattern) => matchesGlob(file, pattern) || matchesGlob(file, `${pattern}/**`));
}
