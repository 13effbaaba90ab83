import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { PrismaSignOutStore } from '../../src/auth/prisma-sign-out-store.ts';
import { SignOuts } from '../../src/auth/sign-outs.ts';
import type { Principal } from '../../src/platform/context/request-context.ts';
import { createPrismaClient } from '../../src/platform/database/prisma-client.ts';
import type { SystemPrisma } from '../../src/platform/database/system-prisma.ts';
import { TenantPool } from '../../src/platform/database/tenant-pool.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

/** What Jest would fake beside the wall clock. */
const ALL_BUT_DATE = [
  ...([
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'setImmediate',
    'clearImmediate',
  ] as const),
  ...(['nextTick', 'queueMicrotask', 'hrtime', 'performance'] as const),
];

function principal(signInId: string, issuedAt = Math.floor(Date.now() / 1_000)): Principal {
  return {
    issuer: 'https://issuer.example',
    subject: 'alice',
    username: 'alice',
    tokenUse: 'access',
    clientId: 'client',
    email: null,
    groups: [],
    tenantClaim: null,
    signInId,
    issuedAt,
    expiresAt: issuedAt + 3_600,
  };
}

/** One instance of the API, as far as sign-outs go: a pool, a client and a list of its own. */
async function startInstance({ runtimeUrl }: TestDatabase) {
  const pool = new TenantPool({
    connectionString: runtimeUrl,
    max: 2,
    applicationName: 'sign-outs',
    settings: () => ({}),
  });
  const prisma: SystemPrisma = createPrismaClient(pool);
  const store = new PrismaSignOutStore(prisma);
  const signOuts = new SignOuts(store);
  await signOuts.onModuleInit();
  return {
    store,
    signOuts,
    async stop() {
      signOuts.onApplicationShutdown();
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

describe('Sign-outs in PostgreSQL', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let here: Awaited<ReturnType<typeof startInstance>>;
  let elsewhere: Awaited<ReturnType<typeof startInstance>>;

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    here = await startInstance(database);
    elsewhere = await startInstance(database);
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  afterAll(async () => {
    await Promise.all([here.stop(), elsewhere.stop(), owner.end()]);
    await database.drop();
  });

  it('are known to another instance within 5 s', async () => {
    await here.signOuts.signOutThis(principal('one'));
    expect(await here.signOuts.denies(principal('one'))).toBe(true);
    const started = performance.now();
    while (!(await elsewhere.signOuts.denies(principal('one')))) {
      expect(performance.now() - started).toBeLessThan(5_000);
      await sleep(50);
    }
    expect(await elsewhere.signOuts.denies(principal('two'))).toBe(false);
  });

  it('are known to an instance that starts later', async () => {
    await here.signOuts.signOutThis(principal('before the start'));
    const late = await startInstance(database);
    expect(await late.signOuts.denies(principal('before the start'))).toBe(true);
    await late.stop();
  });

  it('of every sign-in refuse what is older, and nothing that begins afterwards', async () => {
    await here.signOuts.signOutEverywhere(principal('three'));
    const anew = principal('four');
    await elsewhere.signOuts.refresh();
    for (const { signOuts } of [here, elsewhere]) {
      expect(await signOuts.denies(principal('five', anew.issuedAt - 60))).toBe(true);
      expect(await signOuts.denies(anew)).toBe(false);
    }
  });

  it('carry the time of the database, whatever the clock of the instance says', async () => {
    const { rows } = await owner.query<{ now: Date }>('SELECT now()');
    jest.useFakeTimers({ now: Date.now() + 7_200_000, doNotFake: ALL_BUT_DATE });
    const [recorded] = await here.store.add([
      { issuer: 'i', subject: 's', signInId: 'fast', expiresAt: new Date(Date.now() + 60_000) },
    ]);
    expect(Math.abs((recorded?.signedOutAt.getTime() ?? 0) - (rows[0]?.now.getTime() ?? 0))).toBeLessThan(
      5_000,
    );
  });

  it('are listed as they were recorded, by whole milliseconds and without those that have expired', async () => {
    const expiresAt = new Date(Date.now() + 60_000);
    const row = { issuer: 'https://list.example', subject: "o'hara", signInId: null };
    const [recorded] = await here.store.add([
      { ...row, expiresAt },
      { ...row, expiresAt: new Date(Date.now() - 1_000) },
    ]);
    const listed = (await here.store.list(null)).filter(({ issuer }) => issuer === row.issuer);
    expect(listed).toEqual([expect.objectContaining({ ...recorded, expiresAt })]);
    expect(await here.store.list(new Date(Date.now() + 60_000))).toEqual([]);

    await here.store.removeExpired();
    const left = await owner.query('SELECT 1 FROM sign_outs WHERE issuer = $1', [row.issuer]);
    expect(left.rowCount).toBe(1);
  });
});
