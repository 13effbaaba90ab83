import { loadDotEnv } from '../prisma/dotenv.ts';
import { readOptions } from './stack/options.ts';
import { Progress } from './stack/progress.ts';
import { Stack } from './stack/stack.ts';

/** `npm start` and `npm run dev`: one machine instead of AWS. */
const progress = new Progress(process.stdout);
const stack = new Stack(progress);
let ending: Promise<never> | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void end(0));
}

try {
  loadDotEnv();
  await stack.start(readOptions(process.argv.slice(2), process.env));
  progress.say(stack.welcome());
  await fail(await stack.crashed);
} catch (error) {
  await fail(error instanceof Error ? error.message : String(error));
}

/** Whatever breaks while everything is being stopped is no failure. */
async function fail(message: string): Promise<void> {
  if (ending === undefined) progress.fail(message);
  await end(1);
}

function end(code: number): Promise<never> {
  ending ??= stop(code);
  return ending;
}

async function stop(code: number): Promise<never> {
  progress.say('Stopping …');
  await stack.stop();
  progress.say('Stopped.');
  process.exit(code);
}
