import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Api } from './stage/api.ts';
import { findGenerator, type Load } from './stage/generator.ts';
import { Ground } from './stage/ground.ts';
import { ProcessorTimes } from './stage/processor-time.ts';

/**
 * What a second process brings: `npm run bench:processes`. The production build with `WEB_CONCURRENCY` 1 and 2 in turn,
 * under load on `GET /api/tenant`, which passes every guard and needs no statement for each request, as the membership is remembered:
 * neither the database nor the generator is what limits it. With less than 1.6 times the throughput it ends with 1.
 * `-- --short` measures for a few seconds.
 */
const { values: options } = parseArgs({ options: { short: { type: 'boolean', default: false } } });
const LEAST = 1.6;
const ROUNDS = options.short ? 3 : 7;
const SECONDS = options.short ? 2 : 3;
const CONNECTIONS = 32;
/** Cores: a round in which something else took more is measured again. */
const QUIET = 0.15;
const PROCESSES = [1, 2] as const;

interface Round {
  readonly requestsPerSecond: number;
  /** Cores that were busy with it, 0 to as many as there are. */
  readonly api: number;
  readonly generator: number;
  readonly database: number;
  /** With whatever else ran on the machine: a round with much of it says little. */
  readonly others: number;
}

const generator = findGenerator();
const ground = await Ground.prepare();
try {
  await ground.sql(`INSERT INTO tenants (id, name) VALUES ('acme', 'Acme')`);
  await ground.join('acme');
  await ground.liftLimits();
  const databasePid = new ProcessorTimes().parentOf(await ground.databasePid());
  const headers = ground.headers('acme');
  const apis = new Map<number, Api>();
  for (const processes of PROCESSES) apis.set(processes, await ground.serve({ processes }));
  const measure = async (processes: number, seconds = SECONDS): Promise<Round> => {
    const api = apis.get(processes);
    if (api === undefined) throw new Error(`No API of ${processes} processes`);
    const load = { url: `${api.url}/api/tenant`, headers, connections: CONNECTIONS, seconds };
    return loaded(load, api.pid, databasePid);
  };

  for (const processes of PROCESSES) await measure(processes, 3);
  const all: Record<1 | 2, Round>[] = [];
  const quiet = () => all.filter((round) => PROCESSES.every((processes) => round[processes].others < QUIET));
  while (quiet().length < ROUNDS && all.length < 3 * ROUNDS) {
    const [first, second] = all.length % 2 === 0 ? [1, 2] : [2, 1];
    const results = { [first]: await measure(first), [second]: await measure(second) };
    all.push(results as Record<1 | 2, Round>);
  }
  const enough = quiet().length === ROUNDS;
  if (!enough) console.log('Something else is running: what follows says little');
  else if (all.length > ROUNDS) console.log(`${all.length - ROUNDS} rounds were disturbed and do not count`);
  report(enough ? quiet() : all);
} finally {
  await ground.clear();
}

async function loaded(asked: Load, apiPid: number, databasePid: number): Promise<Round> {
  const before = new ProcessorTimes();
  const began = performance.now();
  const requestsPerSecond = await generator.requestsPerSecond(asked);
  const seconds = (performance.now() - began) / 1_000;
  const after = new ProcessorTimes();
  const cores = (time: (times: ProcessorTimes) => number) => (time(after) - time(before)) / seconds;
  const api = cores((times) => times.ofFamily(apiPid));
  const load = cores((times) => times.ofEndedChildren(process.pid));
  const database = cores((times) => times.ofFamily(databasePid));
  const others = Math.max(0, cores(({ busy }) => busy) - api - load - database);
  return { requestsPerSecond, api, generator: load, database, others };
}

function report(rounds: readonly Record<1 | 2, Round>[]): void {
  console.log(`${availableParallelism()} cores; load by ${generator.name}, ${CONNECTIONS} connections`);
  for (const processes of PROCESSES) {
    const middle = (part: keyof Round) => median(rounds.map((round) => round[processes][part]));
    console.log(
      `${processes} ${processes === 1 ? 'process:  ' : 'processes:'} ${middle('requestsPerSecond').toFixed(0)} requests/s; ` +
        `cores busy: API ${middle('api').toFixed(2)}, generator ${middle('generator').toFixed(2)}, ` +
        `database ${middle('database').toFixed(2)}, others ${middle('others').toFixed(2)}`,
    );
  }
  const ratioOf = (value: (round: Round) => number) =>
    rounds.map((round) => value(round[2]) / value(round[1])).sort((one, other) => one - other);
  const ratios = ratioOf(({ requestsPerSecond }) => requestsPerSecond);
  const cores = median(ratioOf(({ api }) => api));
  const perCore = median(ratioOf(({ requestsPerSecond, api }) => requestsPerSecond / api));
  console.log(
    `Two over one: × ${median(ratios).toFixed(2)} the throughput (rounds ${ratios[0]?.toFixed(2)} to ` +
      `${ratios.at(-1)?.toFixed(2)}; at least ${LEAST}), on × ${cores.toFixed(2)} the processor time, ` +
      `× ${perCore.toFixed(2)} the requests for each second of it`,
  );
  if (median(ratios) < LEAST) process.exitCode = 1;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}
