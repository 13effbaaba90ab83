import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { loadDotEnv } from '../prisma/dotenv.ts';
import { build } from './stack/build.ts';
import { runningVariables } from './stack/running.ts';

/**
 * `npm run doctor`: looks at what the environment and `.env` name, and where they name no user pool, at the stack that
 * `npm start` runs.
 */
loadDotEnv();
const directory = resolve(process.env['LOCAL_DIR'] || '.local');
const own = process.env['COGNITO_USER_POOL_ID'] ? {} : await runningVariables(directory);
await build().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(2);
});
const program = spawn(process.execPath, ['dist/src/doctor.js', ...process.argv.slice(2)], {
  env: { ...process.env, ...own },
  stdio: 'inherit',
});
process.exitCode = await new Promise<number>((ended) => program.once('close', (code) => ended(code ?? 2)));
