import type { Api } from '../stage/api.ts';
import { fillTenants } from '../stage/fill.ts';
import { Ground } from '../stage/ground.ts';
import { halves, residentMegabytes, watchMemory } from '../stage/memory-of.ts';
import type { FlatOptions } from './options.ts';
import type { Verdict } from './verdict.ts';

/** Megabytes of resident memory, all of the process, where it was told to be sparing. */
const MOST = 200;
const SPARING = ['--max-semi-space-size=8', '--max-old-space-size=80'];
/** Memory that goes with the size of the file would be three times as much in the second half of it. */
const MOST_OF_FIRST_HALF = 1.1;

const megabytes = (value: number) => `${value.toFixed(0)} MB`;

/**
 * The memory of a process while a large file goes out of it, or comes in. V8 takes what the machine has before it
 * collects, so there are two questions: whether a process that is left alone needs more for more rows, and how little one
 * that is told to be sparing gets by with.
 */
export async function exportLarge(verdict: Verdict, { short }: FlatOptions): Promise<void> {
  const rows = short ? 100_000 : 1_000_000;
  const ground = await Ground.prepare();
  try {
    await fillTenants(ground.superuserUrl, [
      { id: 'large', items: rows, alerts: 0 },
      { id: 'warm-up', items: rows / 5, alerts: 0 },
      { id: 'empty', items: 0, alerts: 0 },
    ]);
    await ground.join('large', 'warm-up', 'empty');
    for (const flags of [[], SPARING]) {
      const api = await ground.serve({ flags });
      verdict.say(`node ${flags.join(' ')}`, `${megabytes(residentMegabytes(api.pid))} when it is ready`);
      for (const format of ['csv', 'ndjson']) {
        const path = `/api/items/export?format=${format}`;
        await drain(api, path, ground.headers('warm-up'));
        const samples = await watchMemory(api.pid, 50, drain(api, path, ground.headers('large')));
        const name = `export of ${rows} rows as ${format}`;
        if (flags.length > 0) verdict.below(MOST, `${name}, at most`, Math.max(...samples), megabytes);
        else verdict.ratio(MOST_OF_FIRST_HALF, `${name}, second half over first`, ...halves(samples), 'MB');
      }
      await api.stop();
    }
    const api = await ground.serve();
    const work = (count: number) => importRows(api, count, ground.headers('empty'));
    await work(rows / 10);
    const samples = await watchMemory(api.pid, 50, work(rows / 10));
    verdict.ratio(
      MOST_OF_FIRST_HALF,
      `import of ${rows / 10} rows, second half over first`,
      ...halves(samples),
      'MB',
    );
  } finally {
    await ground.clear();
  }
}

async function drain(api: Api, path: string, headers: Record<string, string>): Promise<void> {
  const { body } = await api.fetch(path, { headers });
  await body?.pipeTo(new WritableStream());
}

async function importRows(api: Api, rows: number, headers: Record<string, string>): Promise<void> {
  const body = ReadableStream.from(
    (function* () {
      yield Buffer.from('name,description,tags,attributes\n');
      for (let n = 0; n < rows; n += 500) {
        yield Buffer.from(Array.from({ length: Math.min(500, rows - n) }, (_, k) => line(n + k)).join(''));
      }
    })(),
  );
  const type = { 'Content-Type': 'text/csv' };
  const init = { method: 'POST', headers: { ...headers, ...type }, body, duplex: 'half' };
  await (await api.fetch('/api/items/import', init as RequestInit)).json();
}

function line(n: number): string {
  return `Item ${n},"Number ${n} of many, in hall ${n % 7}",tag-${n % 20};imported,"{""number"":${n}}"\n`;
}
