import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { casesFor } from './cases.ts';
import { Meter } from './measure.ts';
import { PROGRAMS, buildSides, startSide, type SideName } from './sides.ts';
import { Stage } from './stage.ts';

/**
 * Where a side's process spends its time in one of the cases: `npm run bench:profile -- "List of 20 items" [floor]`.
 * Prints the share of each package and of each file of ours, and the functions that take most.
 */
const [, , wanted = 'List of 20 items', side = 'ours'] = process.argv;
const WARM_UP = 3;
const SECONDS = 12;
const MOST = 70;

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

if (!(side in PROGRAMS)) throw new Error(`There is no side ${side}`);
await buildSides();
const stage = await Stage.set({ tenants: 50, itemsEach: 2_000, alertsEach: 200 });
const folder = await mkdtemp(join(tmpdir(), 'tenantry-profile-'));
const meter = new Meter();
try {
  const asked = casesFor(stage).find(({ name }) => name === wanted);
  if (asked === undefined) throw new Error(`There is no case "${wanted}"`);
  const spawned = performance.now();
  const profiled = await startSide(side as SideName, stage.variables, [
    '--cpu-prof',
    `--cpu-prof-dir=${folder}`,
  ]);
  await meter.load(asked, profiled, WARM_UP);
  const skipped = performance.now() - spawned;
  const { requestsPerSecond } = await meter.load(asked, profiled, SECONDS);
  await profiled.stop();
  const [file = ''] = await readdir(folder);
  const profile = JSON.parse(await readFile(join(folder, file), 'utf8')) as Profile;
  print(profile, skipped * 1_000, requestsPerSecond * SECONDS);
} finally {
  meter.stop();
  await stage.strike();
  await rm(folder, { recursive: true });
}

/** @param skipped microseconds at the beginning, of the start and of the warm-up */
function print({ nodes, samples, timeDeltas }: Profile, skipped: number, requests: number): void {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const places = new Map<string, number>();
  const functions = new Map<string, number>();
  let passed = 0;
  samples.forEach((id, at) => {
    const frame = frames.get(id);
    const time = timeDeltas[at] ?? 0;
    passed += time;
    if (passed < skipped) return;
    if (frame === undefined || frame.functionName === '(idle)') return;
    const place = placeOf(frame.url);
    add(places, place, time);
    add(functions, `${frame.functionName || '(anonymous)'} – ${place}:${frame.lineNumber + 1}`, time);
  });
  for (const table of [places, functions]) {
    console.log(`\n${'µs a request'.padStart(12)}`);
    for (const [name, time] of [...table].toSorted(([, one], [, other]) => other - one).slice(0, MOST)) {
      console.log(`${(time / requests).toFixed(1).padStart(12)}  ${name}`);
    }
  }
}

function add(table: Map<string, number>, name: string, time: number): void {
  table.set(name, (table.get(name) ?? 0) + time);
}

function placeOf(url: string): string {
  const [, dependency] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (dependency !== undefined) return dependency;
  const [, own] = /\/dist\/(.*)/.exec(url) ?? /\/(bench\/.*)/.exec(url) ?? [];
  return own ?? (url || '(engine)');
}
