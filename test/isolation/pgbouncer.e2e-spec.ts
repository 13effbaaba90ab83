import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { PrismaService } from '../../src/tenancy/prisma.service.ts';
import { inParallel } from '../support/exchange.ts';
import { PGBOUNCER, startPgBouncer, type PgBouncer } from '../support/pgbouncer.ts';
import { Stage } from '../tenancy/stage.ts';
import { as, tenants, type Tenants } from './two-tenants.ts';

const reason = 'missing' in PGBOUNCER ? PGBOUNCER.missing : undefined;
if (reason !== undefined) process.stderr.write(`Skipped: PgBouncer in transaction mode, as ${reason}.\n`);

const SEVEN = ['t1', 't2', 't3', 't4', 't5', 't6', 't7'];
const SIZES = [1, 5] as const;

(reason === undefined ? describe : describe.skip)('Behind PgBouncer in transaction mode', () => {
  let world: Tenants;
  let bouncer: PgBouncer;

  beforeAll(async () => {
    world = await tenants(SEVEN);
    bouncer = await startPgBouncer(world.database.runtimeUrl, SIZES);
  });
  afterAll(async () => {
    await bouncer[Symbol.asyncDispose]();
    await world.close();
  });

  async function onClient<T>(size: number, work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: bouncer.through(size) });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  it('what is set for a session is there for the next client: it is the trap it should be', async () => {
    await onClient(1, (client) => client.query("SELECT set_config('app.tenant_id', 't1', false)"));
    const { rows } = await onClient(1, (client) => client.query('SELECT DISTINCT tenant_id FROM items'));
    expect(rows).toEqual([{ tenant_id: 't1' }]);
  });

  describe.each(SIZES)('with a pool of %i', (size) => {
    it('keeps 700 interleaved reads of seven tenants apart, though somebody left a tenant behind', async () => {
      await onClient(size, (client) => client.query("SELECT set_config('app.tenant_id', 't1', false)"));
      const pool = world.openPool({ max: 20, url: bouncer.through(size) });
      const statement = { name: 'own', text: 'SELECT DISTINCT tenant_id FROM items' };
      const asked = Array.from({ length: 700 }, (_, n) => SEVEN[n % 7] ?? '');
      const foreign = await inParallel(asked, 50, async (tenant) => {
        const { rows } = await as(tenant, () => pool.query<{ tenant_id: string }>(statement));
        return rows.length === 1 && rows[0]?.tenant_id === tenant ? undefined : { tenant, rows };
      });
      expect(foreign.filter((each) => each !== undefined)).toEqual([]);
      expect((await pool.query(statement)).rows).toEqual([]);
    });

    it('keeps transactions of seven tenants apart, those that roll back among them', async () => {
      const prisma = new PrismaService(world.openPool({ max: 20, url: bouncer.through(size) }));
      const mark = `through ${size}`;
      const work = (tenant: string, n: number) =>
        as(tenant, () =>
          prisma.$transaction(
            async (db) => {
              await db.item.create({ data: { ownerSub: tenant, name: mark } });
              const rows = await db.item.findMany({ where: { name: mark } });
              if (n % 3 === 0) throw new Error('changed my mind');
              return rows.every((row) => row.tenantId === tenant && row.ownerSub === tenant);
            },
            { maxWait: 20_000, timeout: 20_000 },
          ),
        ).catch((error: unknown) => (error as Error).message);
      const asked = Array.from({ length: 140 }, (_, n) => [SEVEN[n % 7] ?? '', n] as const);
      const outcomes = await inParallel(asked, 20, ([tenant, n]) => work(tenant, n));
      expect(outcomes.filter((outcome) => outcome === 'changed my mind')).toHaveLength(47);
      expect(outcomes.filter((outcome) => outcome === true)).toHaveLength(93);
      const kept = await Promise.all(
        SEVEN.map((tenant) => as(tenant, () => prisma.item.count({ where: { name: mark } }))),
      );
      expect(kept.reduce((sum, count) => sum + count, 0)).toBe(93);
    });
  });

  it('has the deadlines that the database gives to the role, as PgBouncer passes none on', async () => {
    const role = new URL(world.database.runtimeUrl).username;
    const { pathname } = new URL(world.database.runtimeUrl);
    await world.asSuperuser(
      `ALTER ROLE ${role} IN DATABASE ${pathname.slice(1)} SET statement_timeout = '50ms'`,
    );
    const fresh = await startPgBouncer(world.database.runtimeUrl, [1]);
    try {
      const pool = world.openPool({ max: 1, url: fresh.through(1) });
      await expect(as('t1', () => pool.query('SELECT pg_sleep(5)'))).rejects.toMatchObject({ code: '57014' });
    } finally {
      await fresh[Symbol.asyncDispose]();
      await world.asSuperuser(`ALTER ROLE ${role} IN DATABASE ${pathname.slice(1)} RESET ALL`);
    }
  });
});

(reason === undefined ? describe.each(SIZES) : describe.skip.each(SIZES))(
  'The application behind a pool of %i',
  (size) => {
    let stage: Stage;
    let bouncer: PgBouncer;

    beforeAll(async () => {
      stage = await Stage.start();
      bouncer = await startPgBouncer(stage.database.runtimeUrl, [size]);
      await stage.plant(
        ['tenant_a', 'tenant_b'].map((tenant) => ({
          tenant,
          subject: `of-${tenant}`,
          role: 'admin' as const,
        })),
      );
    });
    afterAll(async () => {
      await stage.close();
      await bouncer[Symbol.asyncDispose]();
    });

    it('starts, and answers 300 interleaved requests of two tenants with their own rows alone', async () => {
      const api = await stage.open({ DATABASE_URL: bouncer.through(size), DATABASE_POOL_SIZE: '10' });
      const tokens = new Map(
        ['tenant_a', 'tenant_b'].map((tenant) => [tenant, stage.token({ subject: `of-${tenant}` })]),
      );
      const asked = Array.from(
        { length: 300 },
        (_, n) => [n % 2 === 0 ? 'tenant_a' : 'tenant_b', n] as const,
      );
      const wrong = await inParallel(asked, 24, async ([tenant, n]) => {
        const writes = n % 5 === 0;
        const { status, text } = await api.ask({
          method: writes ? 'POST' : 'GET',
          path: '/api/items',
          headers: {
            Authorization: `Bearer ${tokens.get(tenant) ?? ''}`,
            'X-Tenant-Id': tenant,
            ...(writes && { 'Content-Type': 'application/json' }),
          },
          ...(writes && { body: JSON.stringify({ name: `made in ${tenant}` }) }),
        });
        const other = tenant === 'tenant_a' ? 'tenant_b' : 'tenant_a';
        return status === (writes ? 201 : 200) && !text.includes(other)
          ? undefined
          : { tenant, status, text };
      });
      expect(wrong.filter((each) => each !== undefined)).toEqual([]);
      expect(await stage.sql('SELECT tenant_id, count(*)::int FROM items GROUP BY 1 ORDER BY 1')).toEqual([
        { tenant_id: 'tenant_a', count: 30 },
        { tenant_id: 'tenant_b', count: 30 },
      ]);
    });
  },
);
