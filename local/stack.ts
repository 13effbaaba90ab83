import { readOptions } from './stack/options.ts';
import { Progress } from './stack/progress.ts';
import { Stack } from './stack/stack.ts';

/** `npm start` and `npm run dev`: one machine instead of AWS. */
const progress = new Progress(process.stdout);
const stack = new Stack(progress);
const stopping = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    void end(0);
  });
}

try {
  const options = readOptions(process.argv.slice(2), process.env);
  await stack.start(options);
  progress.say(stack.welcome());
  const crashed = await stack.crashed;
  if (!stopping.signal.aborted) {
    progress.fail(crashed);
    await end(1);
  }
} catch (error) {
  if (!stopping.signal.aborted) {
    await end(1);
  }
}

async function end(code: number): Promise<void> {
  progress.say('Stopping …');
  await stack.stop();
  progress.say('Stopped.');
  process.exit(code);
}
