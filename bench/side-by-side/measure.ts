import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import type { Api } from '../stage/api.ts';
import { median } from '../stage/median.ts';
import { ProcessorTimes } from '../stage/processor-time.ts';
import type { Case } from './cases.ts';
import type { LoadJob, LoadRequest, LoadResult } from './load.ts';
import { SIDES, type SideName } from './sides.ts';

export interface Timing {
  readonly rounds: number;
  /** Of one side in one round. */
  readonly seconds: number;
  /** Before each case, and once before all of them. */
  readonly warmUpSeconds: number;
  readonly compileSeconds: number;
}

export type Sides = Readonly<Record<SideName, Api>>;

/** How a side did in a case: medians of the rounds. */
export interface SideResult {
  readonly requests_per_second: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of processor time that the server used for a request; `null` where the system does not tell. */
  readonly cpu: number | null;
}

/** One run: what the load saw, and what it cost the server. */
export interface Run extends LoadResult {
  readonly cpu: number;
}

export interface CaseResult {
  readonly name: string;
  /** Medians of what the product gave in a round, over what the other side gave in the same round. */
  readonly ours_to_floor: number;
  readonly ours_to_textbook: number;
  readonly sides: Readonly<Record<SideName, SideResult>>;
}

/** Puts load on the sides in turn, so that what slows the machine down for a while slows all of them down. */
export class Meter {
  private readonly sender: ChildProcess = fork(new URL('load.ts', import.meta.url));

  /** @throws {Error} for a side that answers with anything but what was asked for */
  async measure(asked: Case, sides: Sides, timing: Timing): Promise<CaseResult> {
    await requireAnswers(asked, sides);
    for (const name of SIDES) await this.load(asked, sides[name], timing.warmUpSeconds);
    const rounds: Record<SideName, Run>[] = [];
    for (let round = 0; round < timing.rounds; round++) {
      const results: Partial<Record<SideName, Run>> = {};
      for (const name of inTurn(round)) results[name] = await this.load(asked, sides[name], timing.seconds);
      rounds.push(results as Record<SideName, Run>);
    }
    const ratio = (other: SideName) =>
      median(rounds.map((round) => speed(asked, round.ours) / speed(asked, round[other])));
    return {
      name: asked.name,
      ours_to_floor: ratio('floor'),
      ours_to_textbook: ratio('textbook'),
      sides: Object.fromEntries(
        SIDES.map((name) => [name, summary(rounds.map((round) => round[name]))]),
      ) as Record<SideName, SideResult>,
    };
  }

  stop(): void {
    this.sender.kill();
  }

  /** One run against one side. @throws {Error} for any answer but what was asked for */
  async load(asked: Case, side: Api, seconds: number): Promise<Run> {
    const { requests, connections, rate } = asked;
    const job: LoadJob = {
      url: side.url,
      requests,
      connections,
      seconds,
      ...(rate !== undefined && { rate }),
    };
    const before = cpuSeconds(side);
    this.sender.send(job);
    const [result] = (await once(this.sender, 'message')) as [LoadResult];
    const answers = result.statuses[asked.status] ?? 0;
    const others = Object.keys(result.statuses).filter((status) => Number(status) !== asked.status);
    if (others.length > 0 || result.failures > 0 || answers === 0) {
      throw new Error(`${asked.name}: ${JSON.stringify(result)} instead of ${asked.status} for all`);
    }
    const used = cpuSeconds(side) - before;
    return { ...result, cpu: (used * 1_000) / answers };
  }
}

/** Another side first in each round. */
function inTurn(round: number): SideName[] {
  const first = round % SIDES.length;
  return [...SIDES.slice(first), ...SIDES.slice(0, first)];
}

/** At a fixed rate it is the time that an answer takes which tells. */
function speed({ rate }: Case, { requestsPerSecond, p50 }: LoadResult): number {
  return rate === undefined ? requestsPerSecond : 1 / p50;
}

function summary(rounds: readonly Run[]): SideResult {
  return {
    requests_per_second: median(rounds.map(({ requestsPerSecond }) => requestsPerSecond)),
    p50: median(rounds.map(({ p50 }) => p50)),
    p99: median(rounds.map(({ p99 }) => p99)),
    cpu: median(rounds.map(({ cpu }) => cpu)) || null,
  };
}

/** Processor time that a server has had, in seconds; `NaN` where the system does not tell (Linux does). */
function cpuSeconds({ pid }: Api): number {
  try {
    return new ProcessorTimes().of(pid);
  } catch {
    return NaN;
  }
}

/** What is quick because it answers something else must not be measured. */
async function requireAnswers({ name, requests, status, same }: Case, sides: Sides): Promise<void> {
  const [request] = requests;
  if (request === undefined) throw new Error(`${name}: nothing to ask`);
  const answers = await Promise.all(SIDES.map((side) => answerOf(sides[side].url, request)));
  const [first, ...others] = answers;
  for (const answer of answers) {
    if (answer.status !== status) throw new Error(`${name}: ${answer.status} instead of ${status}`);
  }
  if (same && status < 400 && others.some((answer) => !isDeepStrictEqual(answer.content, first?.content))) {
    throw new Error(`${name}: the sides do not give the same answer`);
  }
}

async function answerOf(url: string, { path, ...request }: LoadRequest) {
  const response = await fetch(url + path, request);
  const { next_cursor, ...content } = (await response.json()) as Record<string, unknown>;
  // Each side seals its cursors its own way.
  return { status: response.status, content: { ...content, has_next: typeof next_cursor === 'string' } };
}
