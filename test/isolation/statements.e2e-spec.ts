import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Prisma } from '../../src/platform/database/generated/client.ts';
import { itemById } from '../../src/item/item-rows.ts';
import { standingIn } from '../../src/tenancy/standing.ts';
import { PrismaService } from '../../src/tenancy/prisma.service.ts';
import { TenantService } from '../../src/tenancy/tenant.service.ts';
import { TenantStatements } from '../../src/tenancy/tenant-statements.ts';
import { as, tenants, type Tenants } from './two-tenants.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

describe('statements by hand', () => {
  let world: Tenants;
  let statements: TenantStatements;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    world = await tenants(NAMES);
    statements = new TenantStatements(world.pool, new TenantService());
    for (const tenant of NAMES) {
      const [row] = await as(tenant, () =>
        statements.query<{ id: string }>(Prisma.sql`SELECT id FROM items WHERE tenant_id = ${tenant}`),
      );
      ids.set(tenant, row?.id ?? '');
    }
  });
  afterAll(() => world.close());

  it('throws without a tenant, and asks the database for nothing', async () => {
    await expect(statements.query(itemById('a', ids.get('a') ?? ''))).rejects.toThrow('No tenant');
    await expect(statements.query(Prisma.sql`SELECT id FROM items`)).rejects.toThrow('No tenant');
  });

  it('refuses a statement that does not name the tenant itself', async () => {
    const all = as('a', () => statements.query(Prisma.sql`SELECT id FROM items`));
    await expect(all).rejects.toThrow('has to name the tenant');
  });

  it("finds no row of a tenant that the statement names beside the request's own", async () => {
    const both = Prisma.sql`SELECT id FROM items WHERE tenant_id IN (${'a'}, ${'b'})`;
    const found = await as('a', () => statements.query<{ id: string }>(both));
    expect(found).toHaveLength(3);
    expect(found.map(({ id }) => id)).not.toContain(ids.get('b'));
  });

  it('shows nothing of a standing in another tenant', async () => {
    const user = { issuer: 'iss', subject: 'user of b' };
    expect(await as('b', () => statements.query(standingIn('b', user)))).toMatchObject([
      { tenantName: 'b', status: 'active' },
    ]);
    const beside = Prisma.sql`SELECT subject FROM memberships WHERE ${'a'}::text <> tenant_id`;
    expect(await as('a', () => statements.query(beside))).toEqual([]);
  });

  it.each([1, 5])('keeps 700 interleaved reads of seven tenants apart on %i connections', async (max) => {
    const busy = new TenantStatements(world.openPool({ max }), new TenantService());
    const reads = Array.from({ length: 700 }, async (_, n) => {
      const tenant = NAMES[n % 7] ?? '';
      const owner = NAMES[(n * 3) % 7] ?? '';
      const rows = await as(tenant, () =>
        busy.query<{ tenantId: string }>(itemById(tenant, ids.get(owner) ?? '')),
      );
      return owner === tenant ? rows[0]?.tenantId === tenant : rows.length === 0;
    });
    expect((await Promise.all(reads)).filter((right) => !right)).toEqual([]);
  });

  it('gives rows as Prisma gives them', async () => {
    const prisma = new PrismaService(world.pool);
    await as('a', async () => {
      const item = {
        ownerSub: 'me',
        name: 'Ø "1"',
        tags: ['x', 'a,b', '{"c"}'],
        attributes: { size: 1.5, on: true },
      };
      const made = await prisma.item.create({ data: item });
      await prisma.$executeRaw`UPDATE items SET created_at = '2026-02-28T23:59:59.9Z' WHERE id = ${made.id}::uuid`;
      const byPrisma = await prisma.item.findFirst({ where: { id: made.id } });
      expect(await statements.query(itemById('a', made.id))).toEqual([byPrisma]);
    });
  });

  it.each([
    '2026-01-01T00:00:00.000Z',
    '0099-12-31T23:59:59.123Z',
    '12026-01-01',
    '0044-03-15 BC',
    'infinity',
  ])('reads the time %s as pg does, in UTC and elsewhere', async (time) => {
    for (const zone of ['UTC', 'Asia/Tokyo', 'America/St_Johns']) {
      const asked = Prisma.sql`SELECT ${'a'}::text, set_config('TimeZone', ${zone}, true), ${time}::timestamptz AS at`;
      const [row] = await as('a', () => statements.query<{ at: unknown }>(asked));
      const { rows } = await world.pool.query('SELECT $1::timestamptz AS at', [time]);
      expect(row?.at).toEqual(rows[0].at);
    }
  });

  it('reads large numbers exactly', async () => {
    const asked = Prisma.sql`SELECT ${'a'}::text, 9007199254740993::bigint AS number`;
    expect(await as('a', () => statements.query(asked))).toMatchObject([{ number: 9007199254740993n }]);
  });
});
