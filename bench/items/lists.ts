import { fillWithItems } from './fill.ts';
import { Product } from './product.ts';

/**
 * How long lists and searches take at 100,000 items in one tenant of 50, as multiples of the first page.
 * `node bench/items/lists.ts`
 */
const ROUNDS = 60;
const PAGE = 500;

const product = await Product.start();
try {
  await fillWithItems(product.superuserUrl, { tenants: 50, large: 100_000, small: 2_000 });
  for (const tenant of ['large', 'small-1']) await product.join(tenant);
  // The first requests of all compile code and plan statements.
  for (let round = 0; round < 10; round++) await median('large', 'limit=20');
  const first = await median('large', 'limit=20');
  const cases: [string, string, string][] = [
    ['page 1, another tenant of 2,000', 'small-1', 'limit=20'],
    ...['created_at', '-created_at', 'name', '-name', 'updated_at', '-updated_at'].map(
      (sort): [string, string, string] => [`page 1 by ${sort}`, 'large', `limit=20&sort=${sort}`],
    ),
    [`page ${PAGE}`, 'large', `limit=20&cursor=${await cursorOf('', PAGE)}`],
    [`page ${PAGE} by name`, 'large', `limit=20&sort=name&cursor=${await cursorOf('&sort=name', PAGE)}`],
    ['an owner, 1 % of the items', 'large', 'limit=20&owner_sub=owner-7'],
    ['an owner by name', 'large', 'limit=20&owner_sub=owner-7&sort=name'],
    ['a word that half of the items have', 'large', 'limit=20&q=even'],
    ['that by name', 'large', 'limit=20&q=even&sort=name'],
    [`that, page ${PAGE}`, 'large', `limit=20&q=even&cursor=${await cursorOf('&q=even', PAGE)}`],
    ['a word that one of a thousand has', 'large', 'limit=20&q=rare'],
    ['two words, one of them rare', 'large', 'limit=20&q=even+rare'],
    ['a word that one item has', 'large', 'limit=20&q=77777'],
    ['two frequent words that never meet', 'large', 'limit=20&q=even+odd'],
    ['a tag of 5 %', 'large', 'limit=20&tag=tag-7'],
    ['a word and a tag', 'large', 'limit=20&q=odd&tag=tag-7'],
  ];
  console.log(`${'page 1'.padEnd(40)} ${first.toFixed(2).padStart(8)} ms   × 1.0`);
  for (const [name, tenant, query] of cases) {
    const time = await median(tenant, query);
    console.log(`${name.padEnd(40)} ${time.toFixed(2).padStart(8)} ms   × ${(time / first).toFixed(1)}`);
  }
} finally {
  await product.stop();
}

async function median(tenant: string, query: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    await (await product.fetch(tenant, `/api/items?${query}`)).arrayBuffer();
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}

/** Of the page `page` of 20; a cursor does not depend on the size of the pages that led to it. */
async function cursorOf(filter: string, page: number): Promise<string> {
  let cursor = '';
  for (let left = (page - 1) * 20; left > 0; left -= 100) {
    const path = `/api/items?limit=${Math.min(left, 100)}${filter}${cursor && `&cursor=${cursor}`}`;
    cursor = ((await (await product.fetch('large', path)).json()) as { next_cursor: string }).next_cursor;
  }
  return cursor;
}
