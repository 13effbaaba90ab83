import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PrismaService } from '../../src/tenancy/prisma.service.ts';
import { as, tenants, type Tenants } from './two-tenants.ts';

const NEW = { ownerSub: 'me', name: 'New' };

/** The terms of a text's words, cut up by the function that made the index. */
async function wordTerms(prisma: PrismaService, text: string): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ term: string }[]>`
    SELECT 'word:' || word AS term FROM unnest(search_words(${text})) AS word`;
  return rows.map(({ term }) => term);
}

describe('PrismaService', () => {
  let world: Tenants;
  let prisma: PrismaService;
  beforeAll(async () => {
    world = await tenants(['a', 'b', 'c', 'd', 'e', 'f', 'g'], 10);
    prisma = new PrismaService(world.pool);
  });
  afterAll(() => world.close());

  const idsOf = (tenant: string) =>
    as(tenant, async () => (await prisma.item.findMany({ select: { id: true } })).map(({ id }) => id));

  it('serves each operation within the tenant', async () => {
    await as('a', async () => {
      const made = await prisma.item.create({ data: { ...NEW, tags: ['x'], attributes: { size: 1 } } });
      expect(made).toMatchObject({ tenantId: 'a', version: 1, tags: ['x'], attributes: { size: 1 } });
      expect(made.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
      const key = { tenantId_id: { tenantId: 'a', id: made.id } };
      expect(await prisma.item.findUnique({ where: key })).toEqual(made);
      expect(await prisma.item.findUniqueOrThrow({ where: key, select: { name: true } })).toEqual({
        name: 'New',
      });
      expect((await prisma.item.update({ where: key, data: { version: { increment: 1 } } })).version).toBe(2);
      expect(await prisma.item.upsert({ where: key, create: NEW, update: { name: 'Newer' } })).toMatchObject({
        name: 'Newer',
      });
      expect(
        (
          await prisma.item.updateManyAndReturn({ where: { id: made.id, version: 2 }, data: { version: 3 } })
        )[0],
      ).toMatchObject({ version: 3 });
      expect(
        await prisma.item.updateMany({ where: { id: made.id, version: 2 }, data: { version: 4 } }),
      ).toEqual({ count: 0 });
      expect(await prisma.item.count()).toBe(11);
      expect(await prisma.item.groupBy({ by: ['tenantId'], _count: true })).toEqual([
        { tenantId: 'a', _count: 11 },
      ]);
      expect((await prisma.item.aggregate({ _max: { version: true } }))._max.version).toBe(3);
      expect(await prisma.item.findMany({ cursor: key, take: 1, orderBy: { id: 'asc' } })).toHaveLength(1);
      await prisma.item.delete({ where: key });
      expect(await prisma.item.findUnique({ where: key })).toBeNull();
      expect(await prisma.item.createMany({ data: [NEW, NEW] })).toEqual({ count: 2 });
      expect(await prisma.item.createManyAndReturn({ data: [NEW] })).toMatchObject([{ tenantId: 'a' }]);
      expect(await prisma.item.deleteMany({ where: { name: 'New' } })).toEqual({ count: 3 });
      expect(await prisma.$queryRaw`SELECT count(*)::int AS n FROM items`).toEqual([{ n: 10 }]);
      expect(await prisma.$executeRaw`UPDATE items SET description = 'same'`).toBe(10);
    });
  });

  it('throws without a tenant, and asks the database for nothing', async () => {
    await expect(prisma.item.findMany()).rejects.toThrow('There is no tenant here');
    await expect(prisma.$queryRaw`SELECT 1`).rejects.toThrow('There is no tenant here');
    await expect(prisma.$transaction((db) => db.item.count())).rejects.toThrow('There is no tenant here');
  });

  it.each([1, 5])('reads by id of seven tenants in one tick stay apart on %i connections', async (max) => {
    const busy = new PrismaService(world.openPool({ max }));
    const known = await Promise.all(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(async (tenant) => ({ tenant, ids: await idsOf(tenant) })),
    );
    const reads = known.flatMap(({ tenant, ids }) =>
      known.flatMap(({ tenant: owner, ids: others }) =>
        others.slice(0, owner === tenant ? ids.length : 2).map(async (id) => {
          const where = { tenantId_id: { tenantId: tenant, id } };
          const row = await as(tenant, () => busy.item.findUnique({ where }));
          return row?.tenantId === (owner === tenant ? tenant : undefined);
        }),
      ),
    );
    const right = await Promise.all(reads);
    expect(right.filter(Boolean)).toHaveLength(7 * 10 + 7 * 6 * 2);
  });

  it('keeps interleaved transactions of many tenants apart on a busy pool', async () => {
    const busy = new PrismaService(world.openPool({ max: 3 }));
    const work = (tenant: string) =>
      as(tenant, () =>
        busy.$transaction(
          async (db) => {
            const before = await db.item.count();
            await db.item.create({ data: { ...NEW, name: `by ${tenant}` } });
            await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
            const names = await db.item.findMany({
              where: { name: { startsWith: 'by ' } },
              distinct: ['name'],
            });
            return { tenant, names: names.map(({ name }) => name), grew: (await db.item.count()) - before };
          },
          { maxWait: 10_000 },
        ),
      );
    const done = await Promise.all(
      ['b', 'c', 'd', 'e'].flatMap((tenant) => Array.from({ length: 8 }, () => work(tenant))),
    );
    for (const { tenant, names, grew } of done) {
      expect(names).toEqual([`by ${tenant}`]);
      expect(grew).toBeGreaterThanOrEqual(1);
    }
  });

  it('runs a transaction again that PostgreSQL ended for a deadlock', async () => {
    const [first = '', second = ''] = await idsOf('f');
    let attempts = 0;
    const lockBoth = (one: string, other: string) =>
      as('f', () =>
        prisma.$transaction(async (db) => {
          attempts += 1;
          await db.item.updateMany({ where: { id: one }, data: { version: { increment: 1 } } });
          await new Promise((resolve) => setTimeout(resolve, 100));
          await db.item.updateMany({ where: { id: other }, data: { version: { increment: 1 } } });
        }),
      );
    await Promise.all([lockBoth(first, second), lockBoth(second, first)]);
    expect(attempts).toBeGreaterThan(2);
    const rows = await as('f', () => prisma.item.findMany({ where: { id: { in: [first, second] } } }));
    expect(rows.map(({ version }) => version)).toEqual([3, 3]);
  });

  it('finds items by words and tags, in step with what they say now', async () => {
    await as('g', async () => {
      const { id } = await prisma.item.create({
        data: { ...NEW, name: 'Red Bicycle-Lamp', description: 'ﬁts ÉVERY bike', tags: ['Night ride'] },
      });
      const found = async (text: string) => {
        const terms = await wordTerms(prisma, text);
        return prisma.item.count({
          where: { id, AND: terms.map((term) => ({ terms: { some: { term } } })) },
        });
      };
      for (const text of ['lamp', 'RED lamp', 'évery', 'fits bike', 'lamp, bicycle!'])
        expect(await found(text)).toBe(1);
      for (const text of ['lam', 'blue', 'red car', 'night']) expect(await found(text)).toBe(0);
      expect(await wordTerms(prisma, ' -- ?')).toEqual([]);
      expect(await prisma.item.count({ where: { terms: { some: { term: 'tag:Night ride' } } } })).toBe(1);
      await prisma.item.updateMany({ where: { id }, data: { name: 'Blue lamp', tags: [] } });
      expect([await found('red'), await found('blue lamp'), await found('bike')]).toEqual([0, 1, 1]);
      expect(await prisma.item.count({ where: { terms: { some: { term: 'tag:Night ride' } } } })).toBe(0);
      await prisma.item.deleteMany({ where: { id } });
      expect(await prisma.itemTerm.count({ where: { itemId: id } })).toBe(0);
    });
  });

  it('lets nobody write terms, or change the audit', async () => {
    await as('a', async () => {
      const [item] = await prisma.item.findMany({ take: 1 });
      const term = prisma.itemTerm.create({
        data: { term: 'word:forged', itemId: item?.id ?? '', tenantId: 'a' },
      });
      await expect(term).rejects.toThrow();
      await prisma.auditEntry.create({ data: { action: 'x', targetType: 'item', targetId: '1' } });
      await expect(prisma.auditEntry.updateMany({ data: { action: 'y' } })).rejects.toThrow();
      await expect(prisma.auditEntry.deleteMany()).rejects.toThrow();
      expect(await prisma.auditEntry.count({ where: { action: 'x' } })).toBe(1);
    });
  });
});
