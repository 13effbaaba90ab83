import { fillWithItems } from './fill.ts';
import { Product } from './product.ts';

/**
 * Imports and exports a CSV file and watches the memory of the API meanwhile. `node bench/items/files.ts [rows]`,
 * 100,000 by default.
 */
const ROWS = Number(process.argv[2] ?? 100_000);

const product = await Product.start(96);
try {
  await fillWithItems(product.superuserUrl, { tenants: 1, large: 0, small: 0 });
  await product.join('large');
  // The first of everything fills caches and compiles code.
  await importRows(10_000);
  await exportRows('csv');
  await report(`import of ${ROWS} rows`, () => importRows(ROWS));
  await report('export as CSV', () => exportRows('csv'));
  await report('export as NDJSON', () => exportRows('ndjson'));
} finally {
  await product.stop();
}

/** Memory that does not grow with the file is as large in the second half of the work as it was in the first. */
async function report(name: string, work: () => Promise<number>): Promise<void> {
  const samples: number[] = [];
  const watch = setInterval(() => void product.memory().then((now) => samples.push(now)), 100);
  const started = performance.now();
  const bytes = await work();
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1000;
  const half = Math.ceil(samples.length / 2);
  const [first, second] = [samples.slice(0, half), samples.slice(half)].map((part) => Math.max(...part));
  console.log(
    `${name.padEnd(26)} ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s; memory at most ` +
      `${first?.toFixed(0)} MB in the first half, ${second?.toFixed(0)} MB in the second`,
  );
}

async function importRows(rows: number): Promise<number> {
  let bytes = 0;
  const body = ReadableStream.from(
    (function* () {
      yield Buffer.from('name,description,tags,attributes\n');
      for (let n = 0; n < rows; n += 500) {
        const lines = Array.from({ length: Math.min(500, rows - n) }, (_, k) => line(n + k)).join('');
        bytes += lines.length;
        yield Buffer.from(lines);
      }
    })(),
  );
  const init = { method: 'POST', headers: { 'Content-Type': 'text/csv' }, body, duplex: 'half' };
  await (await product.fetch('large', '/api/items/import', init as RequestInit)).json();
  return bytes;
}

function line(n: number): string {
  return `Item ${n},"Number ${n} of many, in hall ${n % 7}",tag-${n % 20};imported,"{""number"":${n}}"\n`;
}

async function exportRows(format: string): Promise<number> {
  let bytes = 0;
  const { body } = await product.fetch('large', `/api/items/export?format=${format}`);
  for await (const piece of body ?? []) bytes += (piece as Uint8Array).length;
  return bytes;
}
