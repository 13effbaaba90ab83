import { fillTenants } from '../stage/fill.ts';
import { Ground } from '../stage/ground.ts';
import type { FlatOptions } from './options.ts';
import { askerOf, FAR_PAGE, FAR_PAGE_BY_NAME, FIRST_PAGE, FIRST_PAGE_BY_NAME, GROWING } from './questions.ts';
import { timesOf, type Asker, type Times } from './stopwatch.ts';
import type { Verdict } from './verdict.ts';

const MOST_OF_SMALLEST = 1.3;
const MOST_OF_FIRST_PAGE = 1.5;

/** What lists and searches take in tenants of 10,000 items and of a hundred times as many, side by side in one database. */
export async function growth(verdict: Verdict, { short }: FlatOptions): Promise<void> {
  const sizes = short ? [10_000, 100_000] : [10_000, 100_000, 1_000_000];
  const ground = await Ground.prepare();
  try {
    const tenants = sizes.map((items) => ({ id: `items-${items}`, items, alerts: 0 }));
    await fillTenants(ground.superuserUrl, tenants);
    await ground.join(...tenants.map(({ id }) => id));
    const { url } = await ground.serve();
    const askers: Asker[] = [];
    for (const { id } of tenants) askers.push(await askerOf(url, ground.headers(id)));
    report(verdict, sizes, await timesOf(askers, short ? 50 : 200));
    const growing = askers.map((asker) => ({ ...asker, queries: GROWING }));
    const times = await timesOf(growing, 5);
    for (const name of Object.keys(GROWING)) {
      const each = times.map((own) => `${own[name]?.toFixed(1)} ms`);
      verdict.say(`no limit: ${name}`, each.join('  '));
    }
  } finally {
    await ground.clear();
  }
}

function report(verdict: Verdict, sizes: readonly number[], times: readonly Times[]): void {
  for (const [index, larger] of times.entries()) {
    if (index === 0) continue;
    verdict.say(`${sizes[index]} items over ${sizes[0]}`, '');
    verdict.compare(MOST_OF_SMALLEST, [times[0] ?? {}, larger]);
  }
  for (const [index, own] of times.entries()) {
    const of = ` of ${sizes[index]} items, over page 1`;
    verdict.ratio(MOST_OF_FIRST_PAGE, FAR_PAGE + of, own[FAR_PAGE] ?? NaN, own[FIRST_PAGE] ?? NaN);
    const [far = NaN, first = NaN] = [own[FAR_PAGE_BY_NAME], own[FIRST_PAGE_BY_NAME]];
    verdict.ratio(MOST_OF_FIRST_PAGE, FAR_PAGE_BY_NAME + of, far, first);
  }
}
