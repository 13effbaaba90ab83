import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { currentContext, currentParty, runInContext } from '../../src/platform/context/request-context.ts';
import { createPrismaClient } from '../../src/platform/database/prisma-client.ts';
import { TenantPool } from '../../src/platform/database/tenant-pool.ts';
import { as, tenants, type Tenants } from './two-tenants.ts';

let world: Tenants;
beforeAll(async () => {
  world = await tenants(['a', 'b', 'c']);
});
afterAll(() => world.close());

const pools: TenantPool[] = [];
afterAll(() => Promise.all(pools.map((pool) => pool.end())));

/** A pool as the application has it. */
function open({ max, connect = 2_000, port }: { max: number; connect?: number; port?: number }): TenantPool {
  const url = new URL(world.database.runtimeUrl);
  if (port !== undefined) url.port = String(port);
  const pool = new TenantPool({
    connectionString: url.href,
    max,
    applicationName: 'share',
    settings: () => ({ tenantId: currentContext()?.tenant?.id }),
    party: currentParty,
    deadlines: { connect },
  });
  pools.push(pool);
  return pool;
}

const OWN_TENANTS = { name: 'own', text: 'SELECT DISTINCT tenant_id FROM items' };
const sleeping = (pool: TenantPool, tenant: string, seconds: number) =>
  as(tenant, () => pool.query('SELECT pg_sleep($1)', [seconds]));
const times = (n: number) => Array.from({ length: n }, (_, index) => index);
async function lasts(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** As many as a tenant that is alone may have at once: the whole share is there, and nothing waits. */
async function expectAllFree(pool: TenantPool, share: number): Promise<void> {
  const clients = await Promise.all(times(share).map(() => as('c', () => pool.connect())));
  expect(pool.waitingTurns).toBe(0);
  clients.forEach((client) => client.release());
}

describe('The share of a tenant', () => {
  it('is all that its slow statements can hold: another one is answered at once', async () => {
    const pool = open({ max: 5 });
    await Promise.all(['a', 'b', 'c'].map((tenant) => sleeping(pool, tenant, 0.05)));
    const slow = Promise.allSettled(times(5).map(() => sleeping(pool, 'a', 1.2)));
    expect(pool.waitingTurns).toBe(2);
    for (const tenant of ['b', 'c', 'b']) {
      expect(
        await lasts(async () => {
          expect((await as(tenant, () => pool.query(OWN_TENANTS))).rows).toEqual([{ tenant_id: tenant }]);
        }),
      ).toBeLessThan(900);
    }
    const ended = await slow;
    expect(ended.map(({ status }) => status)).toEqual(times(5).map(() => 'fulfilled'));
    await expectAllFree(pool, 3);
  });

  it('is left to it when transactions wait as well, and each goes on with the right tenant', async () => {
    const pool = open({ max: 3 });
    const prisma = createPrismaClient(pool);
    const works = times(30).map((n) => {
      const tenant = ['a', 'b', 'c'][n % 3] ?? '';
      return as(tenant, async () => {
        const seen = await (n % 2 === 0
          ? prisma.$transaction((db) => db.$queryRaw<{ tenant_id: string }[]>`SELECT tenant_id FROM items`)
          : prisma.item.findMany({ select: { tenantId: true } }));
        return { tenant, seen: new Set(seen.flatMap((row) => Object.values(row))) };
      });
    });
    for (const { tenant, seen } of await Promise.all(works)) expect(seen).toEqual(new Set([tenant]));
    await expectAllFree(pool, 2);
  });

  it('comes in turns: one statement does not wait for the hundred of another', async () => {
    const pool = open({ max: 1 });
    const ended: string[] = [];
    const run = (tenant: string) => sleeping(pool, tenant, 0.01).then(() => void ended.push(tenant));
    await Promise.all([...times(40).map(() => run('a')), run('b'), ...times(2).map(() => run('c'))]);
    expect(ended.slice(0, 6).join('')).toBe('aabcac');
  });

  it('is not what an outsider takes who only names the tenant', async () => {
    const pool = open({ max: 1 });
    const outsider = {
      requestId: 'x',
      tenant: { id: 'a', name: '', role: 'viewer' as const },
      isUnproven: true,
      principal: { subject: 'mallory' } as never,
    };
    const ended: string[] = [];
    const probe = () =>
      runInContext(outsider, async () => {
        await pool.query('SELECT pg_sleep(0.01)');
        ended.push('outsider');
      });
    await Promise.all([...times(20).map(probe), sleeping(pool, 'a', 0.01).then(() => ended.push('a'))]);
    expect(ended.indexOf('a')).toBeLessThan(4);
  });
});

describe('A turn that does not come', () => {
  it('ends in the error of a pool that is exhausted, after the same time, and leaves nothing behind', async () => {
    const pool = open({ max: 3, connect: 800 });
    await Promise.all(times(2).map(() => sleeping(pool, 'a', 0.05)));
    const slow = times(2).map(() => sleeping(pool, 'a', 2));
    const late = times(5).map(() => as('a', () => pool.query(OWN_TENANTS)));
    const took = await lasts(async () => {
      const outcomes = await Promise.allSettled(late);
      expect(outcomes.map((outcome) => outcome.status === 'rejected' && String(outcome.reason))).toEqual(
        late.map(() => 'Error: timeout exceeded when trying to connect'),
      );
    });
    expect(took).toBeGreaterThan(750);
    expect(took).toBeLessThan(1_800);
    expect(pool.waitingTurns).toBe(0);
    await Promise.all(slow);
    await expectAllFree(pool, 2);
  });
});

describe('A connection of the share', () => {
  const killAll = () =>
    world.asSuperuser(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'share'",
    );

  it('comes back when it cannot be made', async () => {
    // Nothing listens there.
    const pool = open({ max: 3, port: 1 });
    for (let n = 0; n < 3; n++) {
      const outcomes = await Promise.allSettled(times(6).map(() => as('a', () => pool.query('SELECT 1'))));
      expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
      expect(pool.waitingTurns).toBe(0);
    }
    await expect(as('a', () => pool.connect())).rejects.toThrow(/ECONNREFUSED/);
    await expect(as('a', () => pool.queryAs({}, { text: 'SELECT 1' }))).rejects.toThrow(/ECONNREFUSED/);
  });

  it('comes back when it breaks, when it is given back with an error, and when its work throws', async () => {
    const pool = open({ max: 3 });
    const prisma = createPrismaClient(pool);
    for (let n = 0; n < 4; n++) {
      const broken = [sleeping(pool, 'a', 5), sleeping(pool, 'a', 5), sleeping(pool, 'a', 5)];
      // The third one has to wait, and has a connection when the others have none.
      expect(pool.waitingTurns).toBe(1);
      let over = false;
      const settled = Promise.allSettled(broken).finally(() => (over = true));
      while (!over) {
        await sleep(20);
        await killAll();
      }
      expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      const client = await as('a', () => pool.connect());
      client.release(new Error('no longer wanted'));
      await expect(as('a', () => pool.query('SELECT 1/0'))).rejects.toThrow();
      await expect(as('a', () => pool.queryAs({}, { text: 'SELECT 1/0' }))).rejects.toThrow();
      const work = prisma.$transaction(() => Promise.reject(new Error('changed my mind')));
      await expect(as('a', () => work)).rejects.toThrow('changed my mind');
    }
    await expectAllFree(pool, 2);
  });

  it('is not counted twice when it is given back twice', async () => {
    const pool = open({ max: 3 });
    const client = await as('a', () => pool.connect());
    client.release();
    expect(() => client.release()).toThrow(/already been released/);
    await expectAllFree(pool, 2);
    const slow = times(3).map(() => sleeping(pool, 'a', 0.1));
    expect(pool.waitingTurns).toBe(1);
    await Promise.all(slow);
  });
});
