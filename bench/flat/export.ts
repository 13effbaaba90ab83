import type { Api } from '../stage/api.ts';
import { fillTenants } from '../stage/fill.ts';
import { Ground } from '../stage/ground.ts';
import { residentMegabytes, watchMemory } from '../stage/memory-of.ts';
import type { FlatOptions } from './options.ts';
import type { Verdict } from './verdict.ts';

/** Megabytes of resident memory, all of the process. */
const MOST = 200;
/** Memory that goes with the size of the file would be twice as much in its second half. */
const MOST_OF_FIRST_HALF = 1.1;

const megabytes = (value: number) => `${value.toFixed(0)} MB`;

/** The memory of a process, started as in production, while a large file goes out of it or comes in. */
export async function exportLarge(verdict: Verdict, { short }: FlatOptions): Promise<void> {
  const rows = short ? 100_000 : 1_000_000;
  const ground = await Ground.prepare();
  try {
    await fillTenants(ground.superuserUrl, [
      { id: 'large', items: rows, alerts: 0 },
      { id: 'empty', items: 0, alerts: 0 },
    ]);
    await ground.join('large', 'empty');
    const api = await ground.serve();
    verdict.say('before anything', megabytes(residentMegabytes(api.pid)));
    for (const format of ['csv', 'ndjson']) {
      const work = drain(api, `/api/items/export?format=${format}`, ground.headers('large'));
      const samples = await watchMemory(api.pid, 50, work);
      const size = `${((await work) / 1_000_000).toFixed(0)} MB`;
      verdict.below(
        MOST,
        `export of ${rows} rows as ${format}, ${size}, at most`,
        Math.max(...samples),
        megabytes,
      );
    }
    const imported = rows / 10;
    const samples = await watchMemory(api.pid, 50, importRows(api, imported, ground.headers('empty')));
    const half = Math.ceil(samples.length / 2);
    const [first, second] = [samples.slice(0, half), samples.slice(half)].map((part) => Math.max(...part));
    verdict.say(`import of ${imported} rows, at most`, megabytes(Math.max(...samples)));
    verdict.ratio(MOST_OF_FIRST_HALF, 'its second half over its first', second ?? NaN, first ?? NaN, 'MB');
  } finally {
    await ground.clear();
  }
}

/** @returns bytes */
async function drain(api: Api, path: string, headers: Record<string, string>): Promise<number> {
  let bytes = 0;
  const { body } = await api.fetch(path, { headers });
  for await (const piece of body ?? []) bytes += (piece as Uint8Array).length;
  return bytes;
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
