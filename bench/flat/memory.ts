import { freePort } from '../../test/support/free-port.ts';
import { Agent, request } from 'node:http';
import { once } from 'node:events';
import { fillTenants, idOf } from '../stage/fill.ts';
import { Ground } from '../stage/ground.ts';
import { Inspector, inspectFlags } from '../stage/inspector.ts';
import { median } from '../stage/median.ts';
import { halves, watchMemory } from '../stage/memory-of.ts';
import type { FlatOptions } from './options.ts';
import type { Verdict } from './verdict.ts';

/**
 * What is reachable after a collection must not grow at all but for what is counted per route or fills a bounded cache;
 * a twentieth is what it differs by from one look to the next. Resident memory goes up and down with the collector: medians
 * are compared.
 */
const MOST_OF_BEFORE = 1.05;
const CONNECTIONS = 16;
/** Minutes: less load than this says nothing about resident memory. */
const SETTLED_AFTER = 2;

interface Question {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly status: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const megabytes = (value: number) => `${value.toFixed(1)} MB`;

/** Whether a process needs more memory the longer it runs, and the more people and tenants it has seen. */
export async function memory(verdict: Verdict, options: FlatOptions): Promise<void> {
  const ground = await Ground.prepare();
  try {
    await fillTenants(ground.superuserUrl, [{ id: 'busy', items: 10_000, alerts: 1_000 }]);
    await ground.join('busy');
    await ground.liftLimits();
    const port = await freePort();
    const api = await ground.serve({ flags: inspectFlags(port) });
    const inspector = await Inspector.open(port);
    await overTime(verdict, options, ground, api, inspector);
    await overPeople(verdict, options, ground, api, inspector);
    inspector.close();
  } finally {
    agent.destroy();
    await ground.clear();
  }
}

interface Process {
  readonly url: string;
  readonly pid: number;
}

async function overTime(
  verdict: Verdict,
  { minutes }: FlatOptions,
  ground: Ground,
  { url, pid }: Process,
  inspector: Inspector,
): Promise<void> {
  const mixed = mixOf(ground.headers('busy'));
  const loadFor = (seconds: number) => {
    const end = performance.now() + seconds * 1_000;
    let asked = 0;
    return askAll(url, () => (performance.now() < end ? mixed[asked++ % mixed.length] : undefined));
  };
  await loadFor(Math.max(20, Math.min(minutes, 3) * 20));
  const before = await inspector.liveHeap();
  const work = loadFor(minutes * 60);
  const samples = await watchMemory(pid, 500, work);
  const after = await inspector.liveHeap();
  verdict.say(
    `${minutes} minutes of load`,
    `${await work} requests, at most ${megabytes(Math.max(...samples))}`,
  );
  // The look at the heap has made it small: it takes V8 a while to have again what it takes under load.
  const settled = samples.slice(Math.floor(samples.length / 3));
  if (minutes >= SETTLED_AFTER) {
    verdict.ratio(
      MOST_OF_BEFORE,
      'resident memory: last third over the one before',
      ...halves(settled),
      'MB',
    );
  }
  verdict.ratio(MOST_OF_BEFORE, 'live heap: after over before', after, before, 'MB');
}

async function overPeople(
  verdict: Verdict,
  { short }: FlatOptions,
  ground: Ground,
  { url, pid }: Process,
  inspector: Inspector,
): Promise<void> {
  const [tenants, people] = short ? [4_000, 20_000] : [10_000, 50_000];
  await ground.sql(
    `INSERT INTO tenants (id, name) SELECT 'tenant-' || n, 'Tenant' FROM generate_series(0, $1::int - 1) AS n`,
    [tenants],
  );
  await ground.sql(
    `INSERT INTO memberships (tenant_id, issuer, subject, username, role, joined_by)
     SELECT 'tenant-' || n % $1::int, $3, 'person-' || n, 'person-' || n, 'member', 'seed' FROM generate_series(0, $2::int - 1) AS n`,
    [tenants, people, ground.issuer],
  );
  let met = 0;
  const meet = (until: number) =>
    askAll(url, () => {
      if (met >= until) return undefined;
      const headers = ground.headers(`tenant-${met % tenants}`, `person-${met}`);
      met += 1;
      return { path: '/api/items', headers, status: 200 };
    });
  // By then every bounded cache is full.
  const early = people * 0.6;
  const firstSamples = await watchMemory(pid, 200, meet(early));
  const before = await inspector.liveHeap();
  const samples = await watchMemory(pid, 200, meet(people));
  const after = await inspector.liveHeap();
  const most = Math.max(...firstSamples, ...samples);
  verdict.say(`${people} tokens of ${tenants} tenants`, `resident memory at most ${megabytes(most)}`);
  verdict.ratio(MOST_OF_BEFORE, `live heap: after ${people} over after ${early}`, after, before, 'MB');
  const resident = median(firstSamples.slice(Math.floor(firstSamples.length / 2)));
  verdict.ratio(MOST_OF_BEFORE, 'resident memory then, over that before', median(samples), resident, 'MB');
}

/** As people use it: mostly reading, some writing, some mistakes. */
function mixOf(headers: Record<string, string>): Question[] {
  const get = (path: string, status = 200): Question => ({ path, headers, status });
  const json = { ...headers, 'Content-Type': 'application/json' };
  const post = (path: string, body: object): Question => ({
    method: 'POST',
    path,
    headers: json,
    body: JSON.stringify(body),
    status: 201,
  });
  return [
    get('/api/items?limit=20'),
    get('/api/items?limit=20&sort=name'),
    get('/api/items?q=even&limit=20'),
    get('/api/items?q=few'),
    get(`/api/items/${idOf(7)}`),
    get('/api/alerts'),
    get('/api/tenant'),
    get('/api/tenant/members'),
    post('/api/items', { name: 'One more', description: 'made under load', tags: ['load'] }),
    post('/api/alerts', { title: 'Again', dedup_key: 'load' }),
    get('/api/audit'),
    get('/api/items?limit=1000', 400),
    get('/api/nothing', 404),
    { path: '/api/items', headers: { Authorization: 'Bearer none' }, status: 401 },
  ];
}

/** Asks until there is nothing more to ask. @returns how many @throws {Error} for another status than expected */
async function askAll(url: string, next: () => Question | undefined): Promise<number> {
  let count = 0;
  const worker = async () => {
    for (let question = next(); question !== undefined; question = next()) {
      const { method = 'GET', path, headers, body, status } = question;
      const sent = request(`${url}${path}`, { agent, method, headers }).end(body);
      const [answer] = await once(sent, 'response');
      answer.resume();
      await once(answer, 'end');
      if (answer.statusCode !== status) throw new Error(`${path}: ${answer.statusCode} instead of ${status}`);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return count;
}
