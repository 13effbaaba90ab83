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
 * percentile of its lists beside that of a quiet time, in interleaved rounds, by their medians. Ends with 1 above 1.5.
 * `npm run bench:fair`
 */
const ROUNDS = 7;
const SECONDS = 8;
/** Of the quiet tenant, a second: 800 answers a round, eight of them above the 99th percentile. */
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
  process.exitCode = (await compare()) ? 0 : 1;
} finally {
  await ground.clear();
}

async function compare(): Promise<boolean> {
  const quiet: Load = { ...loadOf(QUIET_TENANT), rate: QUIET_RATE, seconds: SECONDS };
  // They overlap the quiet tenant's on both sides.
  const beside = { seconds: SECONDS + 1 };
  const flood: Load = { ...loadOf(OTHER_TENANT), ...beside, rate: FLOOD_RATE };
  const slow: Load = { ...slowLoad(), ...beside, rate: SLOW_RATE };
  const cases = { alone: undefined, flood, slow };
  await generate({ ...quiet, seconds: 3 });
  const measured: Record<keyof typeof cases, number[]> = { alone: [], flood: [], slow: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ['alone', 'flood', 'slow'] as const) {
      measured[name].push(await p99Beside(quiet, cases[name], name));
      await sleep(500);
    }
  }
  const alone = median(measured.alone);
  console.log(`alone          p99 ${alone.toFixed(2).padStart(8)} ms   ${listed(measured.alone)}`);
  const ratios = (['flood', 'slow'] as const).map((name) => {
    const p99 = median(measured[name]);
    const ratio = p99 / alone;
    console.log(
      `beside ${name.padEnd(5)}   p99 ${p99.toFixed(2).padStart(8)} ms   × ${ratio.toFixed(2)}   ${listed(measured[name])}`,
    );
    return ratio;
  });
  return ratios.every((ratio) => ratio <= MOST);
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

function listed(values: readonly number[]): string {
  return values.map((value) => value.toFixed(1)).join(' ');
}
