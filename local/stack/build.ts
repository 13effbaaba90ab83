import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the production build is made of. */
const SOURCES = [
  'src',
  'prisma',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
];
const WEB_SOURCES = [
  'frontend/src',
  'frontend/messages',
  'frontend/package.json',
  'frontend/next.config.ts',
  'frontend/tsconfig.json',
  'package-lock.json',
];

/** Builds the API, unless the build there is of the same sources. @returns whether it had to */
export function build(): Promise<boolean> {
  return unlessThere(SOURCES, 'dist/.sources', [
    ['run', '--silent', 'generate'],
    ['run', '--silent', 'build'],
  ]);
}

/** The same for the web front end; no address is part of what is built. */
export function buildWeb(): Promise<boolean> {
  return unlessThere(WEB_SOURCES, 'frontend/.next/.sources', [
    ['run', '--silent', 'build', '--workspace', '@tenantry/web'],
  ]);
}

async function unlessThere(
  made: readonly string[],
  stamp: string,
  scripts: readonly (readonly string[])[],
): Promise<boolean> {
  const sources = await fingerprint(made);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === sources) return false;
  for (const script of scripts) await run('npm', script);
  await writeFile(stamp, sources);
  return true;
}

async function fingerprint(made: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const source of made) {
    for (const file of await filesOf(source)) hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex');
}

/** The files under `path`, without what is generated. */
async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => undefined);
  if (entries === undefined) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('/generated/') && !file.endsWith('.spec.ts'))
    .sort();
}

/** @throws {Error} with what the command printed when it fails */
async function run(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${printed.trim()}`);
}
