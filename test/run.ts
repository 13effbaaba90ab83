import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, buildWeb } from '../local/stack/build.ts';

/**
 * `npm test`: all the tests, and a last line that any program can read: `N passed, N failed`.
 * The production builds are tested as well, so they are made first where the sources have changed: specs that run side
 * by side would build in each other's way.
 * `--no-web` leaves the front end out, for specs of the API. Further arguments go to Jest:
 * `npm test -- test/items.e2e-spec.ts`.
 */
const further = process.argv.slice(2).filter((argument) => argument !== '--no-web');
await build();
if (!process.argv.includes('--no-web')) {
  // A front end that cannot be built fails the specs that start it, and none of the API's.
  await buildWeb().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
}
const report = join(tmpdir(), `tenantry-tests-${process.pid}.json`);
const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    '--json',
    `--outputFile=${report}`,
    ...further,
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
const code = await new Promise<number>((resolve) => jest.once('close', (status) => resolve(status ?? 1)));
const results = JSON.parse(await readFile(report, 'utf8').catch(() => '{}')) as Partial<Results>;
await rm(report, { force: true });

const { numPassedTests: passed = 0, numFailedTests: failed = 0, numPendingTests: skipped = 0 } = results;
const broken = results.numRuntimeErrorTestSuites ?? 0;
if (broken > 0) process.stdout.write(`${broken} test files could not be run at all.\n`);
// A run that ends without a result, or with files that could not be run, must not look like a success.
const failures = failed + broken + (code !== 0 && failed + broken === 0 ? 1 : 0);
process.stdout.write(`${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exit(failures === 0 ? 0 : 1);

interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numRuntimeErrorTestSuites: number;
}
