import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiProcess } from './support/api-process.ts';
import { freePort } from './support/free-port.ts';
import { within } from './support/people.ts';
import { Stage } from './tenancy/stage.ts';

/** Milliseconds: what a process that was told to stop has, as the README says. */
const STOPS_WITHIN = 10_000;

let stage: Stage;
const started: ApiProcess[] = [];

beforeAll(async () => {
  stage = await Stage.start({ variables: { WEB_CONCURRENCY: '2' } });
  await stage.plant([{ tenant: 'tenant_a', subject: 'alice', role: 'admin' }]);
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((api) => api.kill()));
});
afterAll(() => stage.close());

async function start(variables: Record<string, string> = {}): Promise<ApiProcess> {
  const api = await ApiProcess.start({ ...stage.variables, LOG_LEVEL: 'error', ...variables });
  started.push(api);
  const metrics = variables['METRICS_PORT'] ? `http://localhost:${variables['METRICS_PORT']}` : api.url;
  const bothServe = async () =>
    (await get(metrics, '/metrics')).text.includes('tenantry_serving_processes 2');
  expect(await within(30_000, bothServe)).toBe(true);
  return api;
}

/** Over a connection of its own, so that the next worker in turn answers. */
async function get(url: string, path: string, headers = {}): Promise<{ status: number; text: string }> {
  const agent = new Agent({ keepAlive: false });
  const sent = request(`${url}${path}`, { agent, headers }).end();
  const [answer] = await once(sent, 'response');
  let text = '';
  for await (const piece of answer) text += String(piece);
  return { status: answer.statusCode, text };
}

/** `GET /api/items` of as many connections: they wait for as long as the table is locked. */
function listItems(url: string, times: number) {
  const headers = { Authorization: `Bearer ${stage.token({ subject: 'alice' })}`, 'X-Tenant-Id': 'tenant_a' };
  return Promise.allSettled(Array.from({ length: times }, () => get(url, '/api/items', headers)));
}

/** How often `/health/live` was asked for, as the metrics say. */
async function livesCounted(url: string): Promise<number> {
  const { text } = await get(url, '/metrics');
  return Number(/^http_request_duration_seconds_count\{.*route="\/health\/live".*\} (\d+)$/m.exec(text)?.[1]);
}

describe('Two processes', () => {
  it('both answer, and whichever is asked tells the metrics of both', async () => {
    const api = await start();
    for (let n = 0; n < 20; n++) await get(api.url, '/health/live');
    for (let n = 0; n < 4; n++) expect(await livesCounted(api.url)).toBe(20);
    expect((await get(api.url, '/metrics')).text).toContain('nodejs_heap_size_used_bytes');
  });

  it('share METRICS_PORT as well', async () => {
    const port = String(await freePort());
    const api = await start({ METRICS_PORT: port });
    for (let n = 0; n < 6; n++) await get(api.url, '/health/live');
    for (let n = 0; n < 3; n++) expect(await livesCounted(`http://127.0.0.1:${port}`)).toBe(6);
    expect((await get(api.url, '/metrics')).status).toBe(404);
  });

  it('of which one is killed: the other goes on, it is replaced, and what it counted still counts', async () => {
    const api = await start();
    for (let n = 0; n < 10; n++) await get(api.url, '/health/live');
    expect(await livesCounted(api.url)).toBe(10);
    const sockets = await keptConnections(api.url, 8);
    const [victim = 0, survivor = 0] = await api.workers();

    process.kill(victim, 'SIGKILL');
    expect(await within(2_000, async () => sockets.some((socket) => socket.closed))).toBe(true);
    let answered = 0;
    const failed: number[] = [];
    const killed = performance.now();
    while (performance.now() - killed < 4_000) {
      const answer = await get(api.url, '/health/live').catch(() => undefined);
      if (answer?.status === 200) answered += 1;
      else failed.push(performance.now() - killed);
      await sleep(20);
    }
    expect(answered).toBeGreaterThan(50);
    expect(failed.filter((at) => at > 500)).toEqual([]);
    // The others were the survivor's: half of them, or fewer where one of the two was busy.
    expect(sockets.some((socket) => !socket.closed)).toBe(true);
    const workers = await api.workers();
    expect(workers).toHaveLength(2);
    expect(workers).toContain(survivor);
    expect(workers).not.toContain(victim);
    for (let n = 0; n < 3; n++) expect(await livesCounted(api.url)).toBe(10 + answered);
    for (const socket of sockets) socket.destroy();
  });

  it('finish the requests under way when they are told to stop, and end', async () => {
    const api = await start();
    let asked = 0;
    const answers = await stage.whileLocked(async () => {
      const waiting = listItems(api.url, 6);
      await sleep(500);
      asked = performance.now();
      api.signal('SIGTERM');
      await sleep(500);
      return () => waiting;
    });
    expect(await answers()).toEqual(
      Array.from({ length: 6 }, () =>
        expect.objectContaining({ value: expect.objectContaining({ status: 200 }) }),
      ),
    );
    const { code, printed } = await api.ended;
    expect({ code, printed }).toEqual({ code: 0, printed: '' });
    expect(performance.now() - asked).toBeLessThan(STOPS_WITHIN);
  });

  it('finish them also when the primary is killed, and none of them stays', async () => {
    const api = await start();
    const workers = await api.workers();
    const answers = await stage.whileLocked(async () => {
      const waiting = listItems(api.url, 6);
      await sleep(500);
      api.signal('SIGKILL');
      await sleep(500);
      return () => waiting;
    });
    expect(await answers()).toEqual(
      Array.from({ length: 6 }, () =>
        expect.objectContaining({ value: expect.objectContaining({ status: 200 }) }),
      ),
    );
    expect(await within(STOPS_WITHIN, async () => !workers.some(runs))).toBe(true);
  });

  it('are ended by a second signal when one of them does not stop', async () => {
    const api = await start();
    const [stuck = 0] = await api.workers();
    process.kill(stuck, 'SIGSTOP');
    api.signal('SIGTERM');
    await sleep(1_500);
    expect(runs(stuck)).toBe(true);
    api.signal('SIGTERM');
    expect(await api.ended).toMatchObject({ code: 137, printed: expect.stringContaining(`"pid":${stuck}`) });
    expect(runs(stuck)).toBe(false);
  });
});

describe('Two processes do not start, and say so once', () => {
  const failsWith = async (variables: Record<string, string>, message: RegExp) => {
    const api = await ApiProcess.spawn({ ...stage.variables, LOG_LEVEL: 'info', ...variables });
    started.push(api);
    const { code, printed } = await api.ended;
    expect(code).toBe(1);
    expect(printed.match(/Tenantry does not start\./g)).toHaveLength(1);
    expect(printed).toMatch(message);
  };

  it('with a wrong configuration', () =>
    failsWith({ COGNITO_USER_POOL_ID: 'pool', WEB_CONCURRENCY: '2' }, /COGNITO_USER_POOL_ID is not valid/));
  it('as the owner of the tables', () => failsWith({ DATABASE_URL: stage.database.ownerUrl }, /owns? /));
  it('without a database', () =>
    failsWith({ DATABASE_URL: 'postgresql://app:secret@127.0.0.1:1/tenantry' }, /cannot be reached/));

  it('on a port that is in use', async () => {
    const server = createServer().listen(0);
    const { port } = server.address() as AddressInfo;
    await failsWith({ PORT: String(port) }, /EADDRINUSE/);
    server.close();
  });
});

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Connections that have had an answer and are kept open. */
function keptConnections(url: string, count: number): Promise<Socket[]> {
  const { hostname, port } = new URL(url);
  const open = async () => {
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    socket.write(`GET /health/ready HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
    await once(socket, 'data');
    return socket;
  };
  return Promise.all(Array.from({ length: count }, open));
}
