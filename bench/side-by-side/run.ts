import { parseArgs } from 'node:util';
import type { Api } from '../stage/api.ts';
import type { Filling } from '../stage/fill.ts';
import { casesFor, type Case } from './cases.ts';
import { Meter, type CaseResult, type Timing } from './measure.ts';
import { SIDES, buildSides, startSide, type SideName } from './sides.ts';
import { Stage } from './stage.ts';
import { tableOf } from './table.ts';

/**
 * The product beside the least that could give the same answers, and beside what tutorials write: `npm run bench`.
 * `-- --short` takes a tenth of the rows and less time, `-- --json` prints the result as its last line, and
 * `-- --gate` ends with 1 when the list of items falls below 2.5 times the textbook, as CI asks.
 */
const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    gate: { type: 'boolean', default: false },
    /** Only cases whose names have this in them. */
    only: { type: 'string', default: '' },
  },
});
const GATE = 2.5;
const FILLING: Filling = options.short
  ? { tenants: 50, itemsEach: 2_000, alertsEach: 200 }
  : { tenants: 50, itemsEach: 20_000, alertsEach: 2_000 };
const TIMING: Timing = options.short
  ? { rounds: 3, seconds: 1, warmUpSeconds: 0.5, compileSeconds: 3 }
  : { rounds: 3, seconds: 5, warmUpSeconds: 2, compileSeconds: 10 };

const say = (line: string) => console.error(line);

say('Building…');
await buildSides();
const { tenants, itemsEach, alertsEach } = FILLING;
say(`Filling: ${tenants} tenants, ${tenants * itemsEach} items, ${tenants * alertsEach} alerts…`);
const stage = await Stage.set(FILLING);
const running: Api[] = [];
const meter = new Meter();
try {
  const sides = {} as Record<SideName, Api>;
  for (const name of SIDES) running.push((sides[name] = await startSide(name, stage.variables)));

  const cases = casesFor(stage).filter(({ name }) => name.includes(options.only));
  // The first seconds of a process go into compiling its code, of the longest program most.
  const [first] = cases;
  for (const name of SIDES) if (first) await meter.load(first, sides[name], TIMING.compileSeconds);
  const results: CaseResult[] = [];
  for (const asked of cases) {
    say(`${asked.name}…`);
    results.push(await meter.measure(asked, sides, TIMING));
  }
  console.log(tableOf(results, cases));
  missed(results, cases).forEach((line) => console.log(line));
  if (options.gate) process.exitCode = passes(results) ? 0 : 1;
  if (options.json) console.log(JSON.stringify({ filling: FILLING, timing: TIMING, results }));
} finally {
  meter.stop();
  await Promise.all(running.map((side) => side.stop()));
  await stage.strike();
}

function missed(results: readonly CaseResult[], cases: readonly Case[]): string[] {
  return results.flatMap(({ name, ours_to_floor, ours_to_textbook }) => {
    const { floor = 0, textbook = 0 } = cases.find((asked) => asked.name === name)?.reach ?? {};
    return ours_to_floor >= floor && ours_to_textbook >= textbook ? [] : [`${name}: below its aim.`];
  });
}

function passes(results: readonly CaseResult[]): boolean {
  const list = results.find(({ name }) => name === 'List of 20 items');
  return list !== undefined && list.ours_to_textbook >= GATE;
}
