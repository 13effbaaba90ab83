import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { classifyDatabaseError } from '../../src/platform/database/database-errors.ts';
import { createPrismaClient } from '../../src/platform/database/prisma-client.ts';
import { TenantPool } from '../../src/platform/database/tenant-pool.ts';
import { as, tenants, type Tenants } from './two-tenants.ts';

const SEVEN = ['t1', 't2', 't3', 't4', 't5', 't6', 't7'];
const OWN_TENANTS = { name: 'own', text: 'SELECT DISTINCT tenant_id FROM items' };

describe('the tenant pool', () => {
  let world: Tenants;
  beforeAll(async () => {
    world = await tenants(SEVEN);
  });
  afterAll(() => world.close());

  it.each([1, 5])('keeps 400 interleaved reads of seven tenants apart on %i connections', async (max) => {
    const pool = world.openPool({ max });
    const read = async (index: number) => {
      const tenant = SEVEN[index % 7] ?? '';
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      const { rows } = await as(tenant, () => pool.query<{ tenant_id: string }>(OWN_TENANTS));
      return { tenant, seen: rows.map((row) => row.tenant_id) };
    };
    const reads = await Promise.all(Array.from({ length: 400 }, (_, index) => read(index)));
    expect(reads.filter(({ tenant, seen }) => seen.length !== 1 || seen[0] !== tenant)).toEqual([]);
  });

  it('captures the tenant where it is asked for, not where a waiting query starts', async () => {
    const pool = world.openPool({ max: 1 });
    const busy = as('t1', () => pool.query('SELECT pg_sleep(0.05)'));
    const waiting = as('t2', () => pool.query<{ tenant_id: string }>(OWN_TENANTS));
    await busy;
    expect((await waiting).rows).toEqual([{ tenant_id: 't2' }]);
  });

  it('carries the tenant of connect() with every statement of a borrowed connection', async () => {
    const client = await as('t3', () => world.pool.connect());
    try {
      const seen = await as('t4', () => client.query<{ tenant_id: string }>(OWN_TENANTS));
      expect(seen.rows).toEqual([{ tenant_id: 't3' }]);
    } finally {
      client.release();
    }
  });

  it('shows nothing without a tenant, also on a connection that just served one', async () => {
    const pool = world.openPool({ max: 1 });
    await as('t1', () => pool.query(OWN_TENANTS));
    expect((await pool.query(OWN_TENANTS)).rows).toEqual([]);
    const setting = await pool.query("SELECT current_setting('app.tenant_id', true) AS value");
    expect(setting.rows).toEqual([{ value: '' }]);
  });

  it('overrules a setting that somebody made for the whole session', async () => {
    const pool = world.openPool({ max: 1 });
    await as('t1', () => pool.query("SELECT set_config('app.tenant_id', 't2', false)"));
    expect((await pool.query(OWN_TENANTS)).rows).toEqual([]);
    expect((await as('t1', () => pool.query(OWN_TENANTS))).rows).toEqual([{ tenant_id: 't1' }]);
  });

  it('leaves nothing behind for whoever uses the server connection next', async () => {
    const pool = world.openPool({ max: 1 });
    const client = await as('t1', () => pool.connect());
    await client.query(OWN_TENANTS);
    const withoutSettings = pg.Client.prototype.query.bind(client) as (
      text: string,
    ) => Promise<pg.QueryResult>;
    const naked = await withoutSettings('SELECT * FROM items');
    client.release();
    expect(naked).toMatchObject({ rows: [] });
  });

  it('goes on with the right tenant after errors of every kind', async () => {
    const pool = world.openPool({ max: 1 });
    for (const faulty of ['SELECT 1/0', 'SELEC', 'SELECT * FROM nowhere', "SELECT 'x'::int"]) {
      await expect(as('t1', () => pool.query({ name: `faulty ${faulty}`, text: faulty }))).rejects.toThrow();
      expect((await as('t2', () => pool.query(OWN_TENANTS))).rows).toEqual([{ tenant_id: 't2' }]);
    }
  });

  it('repeats a named statement whose first parsing failed', async () => {
    const pool = world.openPool({ max: 1 });
    const late = { name: 'late', text: 'SELECT count(*)::int AS n FROM made_later' };
    await expect(pool.query(late)).rejects.toThrow(/made_later/);
    await world.asOwner('CREATE TABLE made_later (); GRANT SELECT ON made_later TO tenantry_runtime');
    expect((await pool.query(late)).rows).toEqual([{ n: 0 }]);
    await world.asOwner('DROP TABLE made_later');
  });

  it('prepares anew what a migration changed, after one failure', async () => {
    await world.asOwner('CREATE TABLE grows (n int); GRANT SELECT ON grows TO tenantry_runtime');
    const pool = world.openPool({ max: 1 });
    const all = { name: 'all of grows', text: 'SELECT * FROM grows' };
    await pool.query(all);
    await world.asOwner('ALTER TABLE grows ADD COLUMN m int');
    const client = await pool.connect();
    const failure = await client.query(all).catch((error: unknown) => error);
    client.release();
    expect(classifyDatabaseError(failure)).toBe('unavailable');
    expect((await pool.query(all)).fields.map(({ name }) => name)).toEqual(['n', 'm']);
    await world.asOwner('DROP TABLE grows');
  });

  it('prepares statements once on a connection', async () => {
    const pool = world.openPool({ max: 1 });
    for (const tenant of SEVEN) await as(tenant, () => pool.query(OWN_TENANTS));
    const { rows } = await pool.query(
      "SELECT name, generic_plans + custom_plans AS runs FROM pg_prepared_statements WHERE name IN ('own', 'row_settings') ORDER BY name",
    );
    expect(rows).toEqual([
      { name: 'own', runs: '7' },
      { name: 'row_settings', runs: expect.any(String) },
    ]);
  });

  it('returns the rows, fields and counts of the statement itself', async () => {
    const selected = await as('t1', () => world.pool.query('SELECT name FROM items ORDER BY name LIMIT 1'));
    expect(selected).toMatchObject({ command: 'SELECT', rowCount: 1, rows: [{ name: 't1 item 1' }] });
    expect(selected.fields.map(({ name }) => name)).toEqual(['name']);
    const updated = await as('t1', () => world.pool.query("UPDATE items SET description = 'x'"));
    expect(updated).toMatchObject({ command: 'UPDATE', rowCount: 3, rows: [] });
    expect((await world.pool.query('')).rows).toEqual([]);
  });

  it('takes no second statement along, and no cursor', async () => {
    await expect(world.pool.query('SELECT 1; SELECT 2')).rejects.toThrow(/multiple commands/);
    await expect(world.pool.query(new pg.Query('SELECT 1') as never)).rejects.toThrow(/without tenant/);
  });

  it('shows a user its own memberships, in all tenants and read only', async () => {
    await as('t5', () =>
      world.pool.query(
        "INSERT INTO memberships (issuer, subject, username, joined_by) VALUES ('iss', 'user of t1', 'x', 'seed')",
      ),
    );
    const principal = { issuer: 'iss', subject: 'user of t1' };
    const text = 'SELECT tenant_id FROM memberships ORDER BY tenant_id';
    expect(await world.pool.queryAs(principal, { text })).toEqual([{ tenant_id: 't1' }, { tenant_id: 't5' }]);
    expect(await world.pool.queryAs({ issuer: 'other', subject: 'user of t1' }, { text })).toEqual([]);
    expect(await world.pool.queryAs({ subject: 'user of t1' }, { text })).toEqual([]);
    const change = { text: "UPDATE memberships SET role = 'admin' RETURNING *" };
    expect(await world.pool.queryAs(principal, change)).toEqual([]);
    // The tenant's own view is not widened by who is asking.
    expect((await as('t2', () => world.pool.query(text))).rows).toEqual([{ tenant_id: 't2' }]);
  });
});

describe('the tenant pool under Prisma', () => {
  let world: Tenants;
  beforeAll(async () => {
    world = await tenants();
  });
  afterAll(() => world.close());

  it('rolls an interactive transaction back as a whole, on one connection too', async () => {
    const prisma = createPrismaClient(world.openPool({ max: 1 }));
    const work = as('a', () =>
      prisma.$transaction(async (transaction) => {
        await transaction.item.create({ data: { ownerSub: 'x', name: 'half done' } });
        throw new Error('changed my mind');
      }),
    );
    await expect(work).rejects.toThrow('changed my mind');
    expect(await as('a', () => prisma.item.count({ where: { name: 'half done' } }))).toBe(0);
  });

  it('ends a transaction whose statement failed, and frees its connection', async () => {
    const prisma = createPrismaClient(world.openPool({ max: 1 }));
    const work = as('a', () =>
      prisma.$transaction(async (transaction) => {
        await transaction.item.create({ data: { ownerSub: 'x', name: 'doomed' } });
        await transaction.$queryRaw`SELECT 1/0`;
      }),
    );
    await expect(work).rejects.toThrow();
    expect(await as('b', () => prisma.item.count())).toBe(3);
  });

  it('honours the isolation level, which must be the first statement of a transaction', async () => {
    const prisma = createPrismaClient(world.pool);
    const level = await as('a', () =>
      prisma.$transaction((transaction) => transaction.$queryRaw`SHOW transaction_isolation`, {
        isolationLevel: 'Serializable',
      }),
    );
    expect(level).toEqual([{ transaction_isolation: 'serializable' }]);
  });
});

describe('the tenant pool and a server in trouble', () => {
  let world: Tenants;
  beforeAll(async () => {
    world = await tenants();
  });
  afterAll(() => world.close());

  const killAll = () =>
    world.asSuperuser(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'test'",
    );

  it('replaces connections that the server dropped, idle and in use', async () => {
    const pool = world.openPool({ max: 2 });
    await as('a', () => pool.query(OWN_TENANTS));
    const sleeping = as('a', () => pool.query('SELECT pg_sleep(5)'));
    const settled = expect(sleeping).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await killAll();
    await settled;
    expect((await as('b', () => pool.query(OWN_TENANTS))).rows).toEqual([{ tenant_id: 'b' }]);
  });

  it('lets a borrowed connection die without ending the process', async () => {
    const pool = world.openPool({ max: 1 });
    const client = await as('a', () => pool.connect());
    await killAll();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(client.query('SELECT 1')).rejects.toThrow();
    client.release();
    expect((await as('b', () => pool.query(OWN_TENANTS))).rows).toEqual([{ tenant_id: 'b' }]);
  });

  const impatient = (deadlines: object) =>
    new TenantPool({
      connectionString: world.database.runtimeUrl,
      max: 1,
      applicationName: 'test',
      settings: () => ({}),
      deadlines,
    });

  it('has a deadline for a statement', async () => {
    const pool = impatient({ statement: 50 });
    await expect(pool.query('SELECT pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
    await pool.end();
  });

  it('has a deadline for a free connection', async () => {
    const pool = impatient({ connect: 1_000 });
    const client = await pool.connect();
    await expect(pool.query('SELECT 1')).rejects.toThrow('timeout exceeded');
    client.release();
    await pool.end();
  });

  it('gives up a connection on which no answer came, and never lends it out again', async () => {
    const pool = impatient({ answer: 1_000 });
    const client = await pool.connect();
    await expect(client.query('SELECT pg_sleep(3)')).rejects.toThrow('Query read timeout');
    client.release();
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it('has a deadline for a lock', async () => {
    const holder = await as('a', () => world.pool.connect());
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE rate_limits IN ROW EXCLUSIVE MODE');
    const pool = impatient({ lock: 50 });
    await expect(pool.query('SELECT pg_advisory_xact_lock(1)').then(() => 'free')).resolves.toBe('free');
    await holder.query('SELECT pg_advisory_xact_lock(1)');
    await expect(pool.query('SELECT pg_advisory_xact_lock(1)')).rejects.toMatchObject({ code: '55P03' });
    await holder.query('ROLLBACK');
    holder.release();
    await pool.end();
  });
});
