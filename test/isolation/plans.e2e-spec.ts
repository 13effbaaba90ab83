import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { as, tenants, type Tenants } from './two-tenants.ts';

describe('row-level security', () => {
  let world: Tenants;
  beforeAll(async () => {
    // Of fewer rows PostgreSQL reads them all: no index would be faster.
    world = await tenants(['a', 'b'], 3000);
    await world.asOwner('ANALYZE');
  });
  afterAll(() => world.close());

  it.each([
    [
      'the newest items',
      'SELECT * FROM items ORDER BY created_at DESC, id DESC LIMIT 20',
      'items_tenant_id_created_at_id_idx',
    ],
    ['items by name', 'SELECT * FROM items ORDER BY name, id LIMIT 20', 'items_tenant_id_name_id_idx'],
    [
      'items by change',
      'SELECT * FROM items ORDER BY updated_at, id LIMIT 20',
      'items_tenant_id_updated_at_id_idx',
    ],
    [
      "an owner's items",
      "SELECT * FROM items WHERE owner_sub = 'owner of a' ORDER BY created_at, id LIMIT 20",
      'items_tenant_id_owner_sub_created_at_id_idx',
    ],
    ['an item by id', "SELECT * FROM items WHERE id = '01900000-0000-7000-8000-000000000000'", 'items_pkey'],
    [
      'a rare word',
      "SELECT * FROM items i WHERE EXISTS (SELECT FROM item_terms t WHERE t.tenant_id = i.tenant_id AND t.item_id = i.id AND term = 'word:77') ORDER BY created_at, id LIMIT 20",
      'item_terms_pkey',
    ],
    [
      'a common tag',
      "SELECT * FROM items i WHERE EXISTS (SELECT FROM item_terms t WHERE t.tenant_id = i.tenant_id AND t.item_id = i.id AND term = 'tag:of a') ORDER BY created_at, id LIMIT 20",
      'items_tenant_id_created_at_id_idx',
    ],
  ])('finds %s by an index that begins with the tenant', async (_, sql, index) => {
    const { rows: lines } = await as('a', () => world.pool.query<Record<string, string>>(`EXPLAIN ${sql}`));
    const plan = lines.map((line) => line['QUERY PLAN']).join('\n');
    expect(plan).toContain(index);
    expect(plan).not.toContain('Seq Scan');
    expect(plan).toContain('InitPlan');
  });
});
