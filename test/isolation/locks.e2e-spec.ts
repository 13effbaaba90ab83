import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { currentContext } from '../../src/platform/context/request-context.ts';
import type { PrismaClient } from '../../src/platform/database/generated/client.ts';
import { createPrismaClient } from '../../src/platform/database/prisma-client.ts';
import { tenantScoped } from '../../src/tenancy/tenant-extension.ts';
import { PROBES, type Known, type Probe } from './probes.ts';
import { as, tenants, type Tenants } from './two-tenants.ts';

/** What the extension alone does not hold: it cannot see into SQL. Row-level security is there for these. */
const PAST_THE_EXTENSION = new Set(['$queryRaw', '$executeRaw']);

const TABLES = ['items', 'item_terms', 'memberships', 'audit_entries', 'idempotency_keys'];

/** Text that only rows of tenant b contain. */
const CANARY = /\bb item|of b\b|"tenantId":"b"|"tenant_id":"b"/;

describe.each(['row-level security alone', 'the extension alone', 'both'] as const)('%s', (locks) => {
  let world: Tenants;
  let ids: Known;
  let db: PrismaClient;

  beforeAll(async () => {
    world = await tenants(['a', 'b']);
    const idOf = async (tenant: string) =>
      (await as(tenant, () => world.pool.query<{ id: string }>('SELECT id FROM items LIMIT 1'))).rows[0]
        ?.id ?? '';
    ids = { own: await idOf('a'), foreign: await idOf('b') };
    if (locks === 'the extension alone') {
      const off = TABLES.map((table) => `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`);
      await world.asOwner(off.join('; '));
    }
    const raw = createPrismaClient(world.pool);
    const scoped = tenantScoped(raw, () => currentContext()?.tenant?.id ?? '');
    db = locks === 'row-level security alone' ? raw : (scoped as unknown as PrismaClient);
  });
  afterAll(() => world.close());

  /** Everything that tenant b has, in every table. */
  const stateOfB = () =>
    as('b', async () => {
      const states = TABLES.map((table) =>
        world.pool.query(
          `SELECT '${table}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM ${table} t WHERE tenant_id = 'b'`,
        ),
      );
      return (await Promise.all(states)).map(({ rows }) => rows);
    });

  /** Whether tenant a got at b's rows by `probe`, or changed them. */
  async function crosses(probe: Probe): Promise<boolean> {
    const before = await stateOfB();
    const [result, refused] = await as('a', async () => {
      try {
        return [await probe.attempt(db, ids), false];
      } catch (error) {
        return [error instanceof Error ? error.message : error, true];
      }
    });
    if (JSON.stringify(await stateOfB()) !== JSON.stringify(before)) return true;
    if (CANARY.test(JSON.stringify(result) ?? '')) return true;
    return !refused && probe.harmless?.(result) === false;
  }

  it.each(PROBES.map((probe) => [probe.name, probe] as const))('%s', async (name, probe) => {
    const expected = locks === 'the extension alone' && PAST_THE_EXTENSION.has(name);
    expect(await crosses(probe)).toBe(expected);
  });
});
