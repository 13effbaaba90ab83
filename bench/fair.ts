import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Load, Outcome } from './open-loop.ts';
import { fill } from './stage/fill.ts';
import { Ground } from './stage/ground.ts';
import { median } from './stage/median.ts';

/**
 * What a quiet tenant notices of another that floods at twenty times its limit, or whose statements are slow: the 99th
 * percentile of its lists beside that of a quiet time, in interleaved rounds, by their medians. Ends with 1 above 1.5, and
 * with 2 when the machine was too busy with something else to tell. `npm run bench:fair`
 */
const MOST_ROUNDS = 20;
/** Rounds that count are those whose quiet time was as quiet as the quietest, or half as quiet. */
const CALM = 2;
const CALM_ROUNDS = 5;
const SECONDS = 5;
/** Of the quiet tenant, a second: 500 answers a round, five of them above the 99th percentile. */
const QUIET_RATE = 100;
/** Twenty times the plan `limited`. */
const FLOOD_RATE = 20 * 50;
/** Items made that last half a second each, a second: they would hold fifteen connections of ten. */
const SLOW_RATE = 30;
const SLOW_SECONDS = 0.5;
const MOST = 1.5;

const [QUIET_TENANT, OTHER_TENANT] = ['tenant-1', 'tenant-2'];

const ground = await Ground.prepare();
const api = await ground.serve();
try {
  await fill(ground.superuserUrl, { tenants: 2, itemsEach: 1_000, alertsEach: 0 });
  await ground.join(QUIET_TENANT, OTHER_TENANT);
  await ground.sql(`UPDATE tenants SET plan = 'limited' WHERE id = $1`, [OTHER_TENANT]);
  await ground.sql(`
    CREATE FUNCTION be_slow() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(${SLOW_SECONDS}); RETURN NEW; END $$`);
  await ground.sql(`
    CREATE TRIGGER be_slow BEFORE INSERT ON items FOR EACH ROW WHEN (new.tenant_id = '${OTHER_TENANT}')
      EXECUTE FUNCTION be_slow()`);
  process.exitCode = await compare();
} finally {
  await ground.clear();
}

interface Round {
  readonly alone: number;
  readonly flood: number;
  readonly slow: number;
}

async function compare(): Promise<number> {
  const quiet: Load = { ...loadOf(QUIET_TENANT), rate: QUIET_RATE, seconds: SECONDS };
  // They overlap the quiet tenant's on both sides.
  const beside = { seconds: SECONDS + 1 };
  const flood: Load = { ...loadOf(OTHER_TENANT), ...beside, rate: FLOOD_RATE };
  const slow: Load = { ...slowLoad(), ...beside, rate: SLOW_RATE };
  await generate(quiet);
  const rounds: Round[] = [];
  while (calm(rounds).length < CALM_ROUNDS && rounds.length < MOST_ROUNDS) {
    const round = {
      alone: await p99Beside(quiet, undefined, 'alone'),
      flood: await p99Beside(quiet, flood, 'flood'),
      slow: await p99Beside(quiet, slow, 'slow'),
    };
    rounds.push(round);
    const { alone, flood: flooded, slow: slowed } = round;
    console.log(`p99, ms: alone ${alone.toFixed(1)}, flood ${flooded.toFixed(1)}, slow ${slowed.toFixed(1)}`);
  }
  const counting = calm(rounds);
  if (counting.length < CALM_ROUNDS) {
    console.log(`Of ${rounds.length} rounds ${counting.length} were calm: that says nothing.`);
    return 2;
  }
  return told(counting).every((ratio) => ratio <= MOST) ? 0 : 1;
}

function calm(rounds: readonly Round[]): Round[] {
  const quietest = Math.min(...rounds.map(({ alone }) => alone));
  return rounds.filter(({ alone }) => alone <= CALM * quietest);
}

function told(rounds: readonly Round[]): number[] {
  const alone = median(rounds.map((round) => round.alone));
  console.log(`${rounds.length} calm rounds, medians: alone p99 ${alone.toFixed(1)} ms`);
  return (['flood', 'slow'] as const).map((name) => {
    const p99 = median(rounds.map((round) => round[name]));
    console.log(`beside ${name} p99 ${p99.toFixed(1)} ms, × ${(p99 / alone).toFixed(2)}`);
    return p99 / alone;
  });
}

/** @throws {Error} when the quiet tenant was not answered each time: then its latencies say nothing */
async function p99Beside(quiet: Load, other: Load | undefined, name: string): Promise<number> {
  const noise = other && generate(other);
  if (other !== undefined) await sleep(500);
  const { latencies, statuses } = await generate(quiet);
  const told = await noise;
  if (told !== undefined) console.log(`  beside ${name}: ${JSON.stringify(told.statuses)}`);
  if (Object.keys(statuses).join() !== '200') {
    throw new Error(`The quiet tenant, ${name}: ${JSON.stringify(statuses)}. Is the machine busy?`);
  }
  // What is under way of the other one ends before the next round begins.
  await sleep(500);
  return latencies[Math.floor(latencies.length * 0.99)] ?? 0;
}

function loadOf(tenant: string) {
  return { url: `${api.url}/api/items?limit=20`, headers: ground.headers(tenant) };
}

function slowLoad() {
  const headers = { ...ground.headers(OTHER_TENANT), 'Content-Type': 'application/json' };
  return { url: `${api.url}/api/items`, method: 'POST', headers, body: JSON.stringify({ name: 'slow' }) };
}

/** In a process of its own: what it does with its time is not what it measures. */
async function generate(load: Load): Promise<Outcome> {
  const script = join(import.meta.dirname, 'open-loop.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(load)], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as Outcome;
}
