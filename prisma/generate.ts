import { spawnSync } from 'node:child_process';

/**
 * Generates the Prisma client; says nothing unless it fails. The CLI wants a schema engine to be there, and would
 * download one that generating does not use: any program will do.
 */
const { status, stdout, stderr, error } = spawnSync('prisma', ['generate', '--no-hints'], {
  encoding: 'utf8',
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
  shell: process.platform === 'win32',
});
if (status !== 0)
  process.stderr.write(`prisma generate failed:\n${error?.message ?? `${stdout}${stderr}`}\n`);
process.exitCode = status ?? 1;
