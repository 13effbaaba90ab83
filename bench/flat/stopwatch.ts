import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { median } from '../stage/median.ts';

/** Who asks whom, and what: queries of `GET /api/items` by name. */
export interface Asker {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly queries: Readonly<Record<string, string>>;
}

/** Milliseconds, by the names of the queries. */
export type Times = Readonly<Record<string, number>>;

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** The whole answer of one request. @throws {Error} for an answer that is no success */
export async function ask(url: string, headers: Asker['headers']): Promise<string> {
  const sent = request(url, { agent, headers }).end();
  const [answer] = await once(sent, 'response');
  let text = '';
  answer.setEncoding('utf8');
  for await (const piece of answer) text += piece;
  if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${text}`);
  return text;
}

/**
 * Median times of the same queries, for each asker. They take turns, so that what slows the machine down for a while
 * slows all of them down.
 */
export async function timesOf(askers: readonly Asker[], rounds: number): Promise<Times[]> {
  const names = Object.keys(askers[0]?.queries ?? {});
  const all = askers.map(() => new Map(names.map((name) => [name, [] as number[]])));
  for (let round = -Math.ceil(rounds / 5); round < rounds; round++) {
    for (const name of names) {
      for (const [index, { url, headers, queries }] of askers.entries()) {
        const began = performance.now();
        await ask(`${url}/api/items?${queries[name]}`, headers);
        // The first of all compile code, plan statements and fill caches.
        if (round >= 0) all[index]?.get(name)?.push(performance.now() - began);
      }
    }
  }
  return all.map((times) =>
    Object.fromEntries(names.map((name): [string, number] => [name, median(times.get(name) ?? [])])),
  );
}
