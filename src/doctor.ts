import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { examine } from './doctor/examination.ts';
import { jsonOf, textOf } from './doctor/report.ts';

/**
 * `npm run doctor`, and `node dist/src/doctor.js` in the image: compares the user pool and the database with what the
 * application needs. With `--json` the last line is the same for machines.
 */
if (existsSync('.env')) process.loadEnvFile('.env');
try {
  const { diagnosis, exitCode } = await examine(process.env);
  process.stdout.write(`${textOf(diagnosis)}\n`);
  if (process.argv.includes('--json')) process.stdout.write(`${jsonOf(diagnosis, exitCode)}\n`);
  // Not process.exit(): what was written to a pipe has to get there.
  process.exitCode = exitCode;
} catch (error) {
  // Left to Node it would end with 1, which says that there is a fault.
  process.stderr.write(`The doctor could not look: ${String(error)}\n`);
  process.exitCode = 2;
}
