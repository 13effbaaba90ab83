import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Stage, type Api } from '../tenancy/stage.ts';

/** Threats F7: how much longer, in the middle, another tenant's may take than nobody's. Milliseconds. */
const LEAST_DIFFERENCE = 1;
const REQUESTS_EACH = 500;
/** What a busy machine adds falls on both alike, but not in every round. What an oracle adds does. */
const ROUNDS = 3;

let stage: Stage;
let api: Api;
let foreignItem: string;

beforeAll(async () => {
  stage = await Stage.start();
  api = await stage.open();
  await stage.plant([{ tenant: 'tenant_a', subject: 'alice', role: 'admin' }]);
  const [item] = await stage.sqlIn(
    'tenant_b',
    "INSERT INTO items (owner_sub, name) SELECT 'bob', 'x' || n FROM generate_series(1, 1000) AS n RETURNING id",
  );
  foreignItem = String(item?.['id']);
});
afterAll(() => stage.close());

async function timed(path: string, tenant: string, status: number): Promise<number> {
  const headers = { Authorization: `Bearer ${token}`, 'X-Tenant-Id': tenant };
  const began = performance.now();
  const answer = await api.ask({ path, headers });
  const took = performance.now() - began;
  expect(answer.status).toBe(status);
  return took;
}

let token = '';

/** The difference of the medians, in the calmest of the rounds; the two are asked by turns. */
async function difference(theirs: () => Promise<number>, nobodys: () => Promise<number>): Promise<number> {
  const differences: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const times: [number[], number[]] = [[], []];
    for (let n = 0; n < REQUESTS_EACH; n++) {
      times[0].push(await theirs());
      times[1].push(await nobodys());
    }
    differences.push(Math.abs(median(times[0]) - median(times[1])));
    if (Math.min(...differences) < LEAST_DIFFERENCE) break;
  }
  return Math.min(...differences);
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Infinity;
}

it("takes as long to find another tenant's item missing as one that is nobody's", async () => {
  token = stage.token({ subject: 'alice' });
  const theirs = () => timed(`/api/items/${foreignItem}`, 'tenant_a', 404);
  const nobodys = () => timed(`/api/items/${randomUUID()}`, 'tenant_a', 404);
  expect(await difference(theirs, nobodys)).toBeLessThan(LEAST_DIFFERENCE);
});

it('takes as long to refuse a tenant that there is as one that there is not', async () => {
  token = stage.token({ subject: 'stranger' });
  const theirs = () => timed('/api/items', 'tenant_b', 403);
  const nobodys = () => timed('/api/items', 'tenant_x', 403);
  expect(await difference(theirs, nobodys)).toBeLessThan(LEAST_DIFFERENCE);
});
