import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadDotEnv } from '../prisma/dotenv.ts';
import { removeEmbeddedPostgres } from './postgres/index.ts';
import { runningStack } from './stack/running.ts';

/** `npm run reset`: forgets everything that `npm start` keeps. */
loadDotEnv();
const directory = resolve(process.env['LOCAL_DIR'] || '.local');
const running = await runningStack(directory);
if (running !== undefined) {
  process.stderr.write(
    `The stack in ${directory} is running (process ${running}). Stop it first, with Ctrl-C.\n`,
  );
  process.exit(1);
}
await removeEmbeddedPostgres(join(directory, 'postgres'));
await rm(directory, { recursive: true, force: true });
process.stdout.write(`Removed ${directory}. The next npm start begins anew.\n`);
