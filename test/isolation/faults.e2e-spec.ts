import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../../local/postgres/index.ts';
import { migrate } from '../../prisma/migrate.ts';
import { classifyDatabaseError } from '../../src/platform/database/database-errors.ts';
import { DatabaseHealth } from '../../src/platform/database/database-health.ts';
import { createPrismaClient } from '../../src/platform/database/prisma-client.ts';
import { TenantPool } from '../../src/platform/database/tenant-pool.ts';
import type { PrismaClient } from '../../src/platform/database/generated/client.ts';
import { as, tenants, type Tenants } from './two-tenants.ts';

/** The class of what `work` throws, in tenant a. */
const faultOf = (work: () => PromiseLike<unknown>) =>
  as('a', work).then(
    (result) => expect(result).toBe('an error'),
    (error: unknown) => classifyDatabaseError(error),
  );

describe('errors as Prisma and pg really throw them', () => {
  let world: Tenants;
  let prisma: PrismaClient;
  beforeAll(async () => {
    world = await tenants();
    prisma = createPrismaClient(world.pool);
  });
  afterAll(() => world.close());

  const NEW = { ownerSub: 'x', name: 'y' };
  const MISSING = { tenantId_id: { tenantId: 'a', id: '01900000-0000-7000-8000-000000000000' } };

  it.each<[string, string, (db: PrismaClient) => PromiseLike<unknown>]>([
    ['unique', 'a key that is taken', (db) => db.tenant.create({ data: { id: 'a', name: 'a' } })],
    ['unique', 'the same in SQL', (db) => db.$executeRaw`INSERT INTO tenants (id, name) VALUES ('a', 'a')`],
    ['not_found', 'a row to change that is not there', (db) => db.item.update({ where: MISSING, data: NEW })],
    ['forbidden', "another tenant's row", (db) => db.item.create({ data: { ...NEW, tenantId: 'b' } })],
    [
      'forbidden',
      'the same in SQL',
      (db) => db.$executeRaw`INSERT INTO items (tenant_id, owner_sub, name) VALUES ('b', 'x', 'y')`,
    ],
    ['forbidden', 'a missing grant', (db) => db.tenant.deleteMany()],
    ['invalid_value', 'NUL', (db) => db.item.create({ data: { ...NEW, name: 'a\0b' } })],
    ['invalid_value', 'a check constraint', (db) => db.item.create({ data: { ...NEW, name: '' } })],
    ['invalid_value', 'an id that is none', (db) => db.item.findFirst({ where: { id: 'nonsense' } })],
    ['invalid_value', 'division by zero', (db) => db.$queryRaw`SELECT 1/0`],
  ])('%s: %s', async (fault, _, work) => {
    expect(await faultOf(() => work(prisma))).toBe(fault);
  });

  it('unavailable: a statement that takes too long', async () => {
    const pool = new TenantPool({
      connectionString: world.database.runtimeUrl,
      max: 1,
      applicationName: 'test',
      settings: () => ({ tenantId: 'a' }),
      deadlines: { statement: 50, connect: 200 },
    });
    const slow = createPrismaClient(pool);
    expect(await faultOf(() => slow.$queryRaw`SELECT pg_sleep(5)`)).toBe('unavailable');
    // And the pool that is used up by somebody else.
    const client = await pool.connect();
    expect(await faultOf(() => slow.item.count())).toBe('unavailable');
    expect(await faultOf(() => slow.$transaction((db) => db.item.count()))).toBe('unavailable');
    client.release();
    await pool.end();
  });

  it('unavailable: a transaction that takes too long, which leaves nothing behind', async () => {
    const work = () =>
      prisma.$transaction(
        async (db) => {
          await db.item.create({ data: { ...NEW, name: 'too late' } });
          await new Promise((resolve) => setTimeout(resolve, 200));
          return db.item.count();
        },
        { timeout: 100 },
      );
    expect(await faultOf(work)).toBe('unavailable');
    expect(await as('a', () => prisma.item.count({ where: { name: 'too late' } }))).toBe(0);
  });
});

describe('a server that goes away and comes back', () => {
  it('is unavailable meanwhile, within the deadline, and then served again by the same client', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'tenantry-outage-'));
    await chmod(dataDir, 0o755);
    const options = { dataDir, log: () => undefined, disposable: true };
    let server = await startEmbeddedPostgres(options);
    await migrate({ ...server, log: () => undefined });
    const pool = new TenantPool({
      connectionString: server.runtimeUrl,
      max: 3,
      applicationName: 'test',
      settings: () => ({ tenantId: 'a' }),
    });
    const prisma = createPrismaClient(pool);
    const health = new DatabaseHealth(pool);
    try {
      expect([await prisma.tenant.count(), await health.isReady()]).toEqual([0, true]);
      await server.stop();
      const began = Date.now();
      const faults = await Promise.all([
        faultOf(() => prisma.tenant.count()),
        faultOf(() => prisma.$queryRaw`SELECT 1`),
        faultOf(() => prisma.$transaction((db) => db.tenant.count())),
        faultOf(() => pool.query('SELECT 1')),
      ]);
      expect([faults, await health.isReady()]).toEqual([Array(4).fill('unavailable'), false]);
      expect(Date.now() - began).toBeLessThan(3_000);
      server = await startEmbeddedPostgres({ ...options, port: server.port });
      expect([await prisma.tenant.count(), await health.isReady()]).toEqual([0, true]);
    } finally {
      await pool.end();
      await server.stop();
      await removeEmbeddedPostgres(dataDir);
    }
  });
});
