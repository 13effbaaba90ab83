import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Prisma } from '../../src/platform/database/generated/client.ts';
import { orderOf } from '../../src/platform/database/list/row-order.ts';
import {
  countTerms,
  gather,
  plainPage,
  walk,
  type CountedTerm,
} from '../../src/platform/database/list/term-search.ts';
import { ITEM_ORDERS, ITEM_SORTS, type ItemSort } from '../../src/item/item-order.ts';
import { ITEMS } from '../../src/item/item-rows.ts';
import { fillTenants } from '../../bench/stage/fill.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let runtime: pg.Client;

/** Ten tenants; the large one has as many items as all the others together. */
beforeAll(async () => {
  database = await createTestDatabase();
  const small = Array.from({ length: 9 }, (_, n) => ({ id: `small-${n + 1}`, items: 1_000, alerts: 0 }));
  await fillTenants(database.superuserUrl, [{ id: 'large', items: 9_000, alerts: 0 }, ...small]);
  runtime = new pg.Client({ connectionString: database.runtimeUrl });
  await runtime.connect();
}, 60_000);
afterAll(async () => {
  await runtime.end();
  await database.drop();
});

const POSITIONS: Readonly<Record<string, string>> = {
  created_at: '2026-01-03T00:00:00.000Z',
  updated_at: '2026-01-03T00:00:00.000Z',
  name: 'Item 5',
};
const MIDDLE = '01990000-0000-7000-8000-000000000000';

const pageOf = (tenant: string, sort: ItemSort, owner?: string) => ({
  table: ITEMS,
  tenant,
  order: orderOf(ITEM_ORDERS, sort),
  after: [POSITIONS[sort.replace('-', '')] ?? '', MIDDLE],
  filter: owner === undefined ? Prisma.empty : Prisma.sql`AND owner_sub = ${owner}`,
  limit: 21,
});
const term = (name: string, rows: number): CountedTerm => ({ term: name, rows });

/** As the runtime role, under row-level security, with the plan for these values and with the one for any. */
async function plans(tenant: string, statement: Prisma.Sql): Promise<string[]> {
  const texts: string[] = [];
  for (const mode of ['force_custom_plan', 'force_generic_plan']) {
    await runtime.query('BEGIN');
    await runtime.query(
      `SELECT set_config('app.tenant_id', $1, true), set_config('plan_cache_mode', $2, true)`,
      [tenant, mode],
    );
    const { rows } = await runtime.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN (ANALYZE, TIMING OFF) ${statement.text}`,
      statement.values,
    );
    await runtime.query('COMMIT');
    texts.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
  }
  return texts;
}

describe.each(['large', 'small-3'])('Under row-level security, the tenant %s', (tenant) => {
  it.each(ITEM_SORTS)('is listed by %s along its index, without sorting', async (sort) => {
    const column = sort.replace('-', '');
    for (const plan of await plans(tenant, plainPage(pageOf(tenant, sort)))) {
      expect(plan).toContain(
        `Index Scan ${sort.startsWith('-') ? 'Backward ' : ''}using items_tenant_id_${column}_id_idx`,
      );
      expect(plan).toMatch(/Index Cond: \(\(tenant_id = .+\) AND \(ROW\(/);
      expect(plan).not.toMatch(/Seq Scan|Sort Key/);
    }
  });

  it('is listed by an owner through an index', async () => {
    for (const sort of ITEM_SORTS) {
      for (const plan of await plans(tenant, plainPage(pageOf(tenant, sort, 'owner-7')))) {
        expect(plan).toMatch(/using items_tenant_id_|on items_tenant_id_/);
        expect(plan).not.toContain('Seq Scan');
      }
    }
  });

  it('is searched for a rare word from the index of words', async () => {
    for (const sort of ITEM_SORTS) {
      for (const plan of await plans(
        tenant,
        gather(pageOf(tenant, sort), [term('word:even', 2_001), term('word:rare', 9)]),
      )) {
        expect(plan).toMatch(/item_terms_pkey on item_terms/);
        expect(plan).toMatch(/Index Scan using items_pkey on items/);
        expect(plan).not.toContain('Seq Scan');
      }
    }
  });

  it('is searched for frequent words that hardly meet from the index of words', async () => {
    const terms = [term('word:even', 2_001), term('word:odd', 2_001)];
    for (const plan of await plans(tenant, gather(pageOf(tenant, 'name'), terms))) {
      expect(plan).toMatch(/item_terms_pkey/);
      expect(plan).toMatch(/Index Scan using items_pkey on items/);
      expect(plan).not.toContain('Seq Scan');
    }
  });

  it('has its words counted in the index', async () => {
    for (const plan of await plans(tenant, countTerms(ITEMS, tenant, 'even rare', 'gold'))) {
      expect(plan).toMatch(/Index Only Scan using item_terms_pkey/);
      expect(plan).not.toContain('Seq Scan');
    }
  });
});

it('A large tenant is searched for a frequent word along the index of the order', async () => {
  for (const sort of ITEM_SORTS) {
    const column = sort.replace('-', '');
    for (const plan of await plans('large', walk(pageOf('large', sort), [term('word:even', 2_001)]))) {
      expect(plan).toContain(`using items_tenant_id_${column}_id_idx`);
      expect(plan).toMatch(/using item_terms_\w+ on item_terms/);
      expect(plan).not.toMatch(/Seq Scan|Sort Key/);
    }
  }
});
