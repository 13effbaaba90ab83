import { fillTenants } from '../stage/fill.ts';
import { Ground } from '../stage/ground.ts';
import type { FlatOptions } from './options.ts';
import { askerOf } from './questions.ts';
import { timesOf, type Asker } from './stopwatch.ts';
import type { Verdict } from './verdict.ts';

const MOST_OF_ALONE = 1.3;
const ITEMS = 10_000;
const ITEMS_OF_OTHERS = 200;

/** What lists and searches of one tenant take alone in a database, and among 5,000: two databases, asked in turn. */
export async function tenants(verdict: Verdict, { short }: FlatOptions): Promise<void> {
  const grounds: Ground[] = [];
  const askers: Asker[] = [];
  try {
    for (const count of [1, short ? 500 : 5_000]) {
      const ground = await Ground.prepare();
      grounds.push(ground);
      // The one that is asked is neither the first nor the last in an index.
      const all = Array.from({ length: count }, (_, n) => {
        const asked = n === Math.floor(count / 2);
        return {
          id: asked ? 'tenant-asked' : `tenant-${n}`,
          items: asked ? ITEMS : ITEMS_OF_OTHERS,
          alerts: 0,
        };
      });
      await fillTenants(ground.superuserUrl, all);
      await ground.join('tenant-asked');
      const { url } = await ground.serve();
      askers.push(await askerOf(url, ground.headers('tenant-asked')));
    }
    verdict.compare(MOST_OF_ALONE, await timesOf(askers, short ? 50 : 200));
  } finally {
    await Promise.all(grounds.map((ground) => ground.clear()));
  }
}
