import { Ground } from '../stage/ground.ts';
import { median } from '../stage/median.ts';
import { ProcessorTimes } from '../stage/processor-time.ts';
import type { FlatOptions } from './options.ts';
import type { Verdict } from './verdict.ts';

const MOST = 2_000;

/** From the start of the process until `/health/ready` says yes: migrations applied, signing keys loaded. */
export async function start(verdict: Verdict, { short }: FlatOptions): Promise<void> {
  const ground = await Ground.prepare();
  try {
    const times: number[] = [];
    const processor: number[] = [];
    for (let round = 0; round < (short ? 3 : 5); round++) {
      const api = await ground.serve();
      times.push(api.startedWithin);
      processor.push(new ProcessorTimes().of(api.pid) * 1_000);
      await api.stop();
    }
    const seconds = (time: number) => `${(time / 1_000).toFixed(2)} s`;
    verdict.below(MOST, 'start until ready', median(times), seconds, times.map(seconds).join('  '));
    verdict.say('processor time until then', seconds(median(processor)));
  } finally {
    await ground.clear();
  }
}
