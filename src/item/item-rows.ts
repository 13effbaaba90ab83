import type { AuditColumns } from '../audit/audit-log.ts';
import { Prisma } from '../platform/database/generated/client.ts';
import type { SearchedTable } from '../platform/database/list/term-search.ts';
import type { CreateItemDto } from './item.dto.ts';

const ITEM_COLUMNS = Prisma.sql`tenant_id AS "tenantId", id, owner_sub AS "ownerSub", name, description, tags, attributes,
  version, created_at AS "createdAt", updated_at AS "updatedAt"`;

export const ITEMS: SearchedTable = {
  rows: Prisma.raw('items'),
  columns: ITEM_COLUMNS,
  terms: Prisma.raw('item_terms'),
  termKey: Prisma.raw('item_id'),
};

interface NewItems {
  readonly tenant: string;
  readonly owner: string;
  readonly items: readonly CreateItemDto[];
}

/** The items as one parameter: as many as one likes, and always the same text to prepare. */
function given(items: readonly CreateItemDto[]): Prisma.Sql {
  const rows = items.map(({ name, description = null, tags = [], attributes = {} }) => ({
    name,
    description,
    tags,
    attributes,
  }));
  return Prisma.sql`
    SELECT uuidv7() AS id, name, description, tags, attributes, place
    FROM ROWS FROM (
      json_to_recordset(${JSON.stringify(rows)}::json)
        AS (name text, description text, tags text[], attributes jsonb)
    ) WITH ORDINALITY AS row (name, description, tags, attributes, place)`;
}

export function insertItems({ tenant, owner, items }: NewItems): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO items (tenant_id, id, owner_sub, name, description, tags, attributes)
    SELECT ${tenant}, id, ${owner}, name, description, tags, attributes FROM (${given(items)}) AS given`;
}

/** As {@link insertItems}; answers the rows in the order of `items`, which RETURNING alone does not promise. */
export function insertAndReturnItems({ tenant, owner, items }: NewItems): Prisma.Sql {
  return Prisma.sql`
    WITH given AS MATERIALIZED (${given(items)}), made AS (
      INSERT INTO items (tenant_id, id, owner_sub, name, description, tags, attributes)
      SELECT ${tenant}, id, ${owner}, name, description, tags, attributes FROM given
      RETURNING *
    )
    SELECT ${ITEM_COLUMNS} FROM (SELECT made.*, place FROM made JOIN given USING (id)) AS made ORDER BY place`;
}

export function itemById(tenant: string, id: string): Prisma.Sql {
  return Prisma.sql`SELECT ${ITEM_COLUMNS} FROM items WHERE tenant_id = ${tenant} AND id = ${id}::uuid`;
}

/** The entry in the audit of what {@link insertItem} makes; `after` as `item-audit.ts` has it. */
export const MADE_ITEM: AuditColumns = {
  made: Prisma.raw('made'),
  action: Prisma.raw(`'item.create'`),
  targetType: Prisma.raw(`'item'`),
  targetId: Prisma.raw('id'),
  before: Prisma.raw('NULL'),
  after: Prisma.raw(
    `jsonb_build_object('name', name, 'description', description, 'tags', tags, 'attributes', attributes)`,
  ),
};

interface NewItem {
  readonly tenant: string;
  readonly owner: string;
  readonly item: CreateItemDto;
  /** Writes the entry of {@link MADE_ITEM}. */
  readonly audit: Prisma.Sql;
}

/** The item and its entry in the audit, both or neither; answers the item. */
export function insertItem({ tenant, owner, item, audit }: NewItem): Prisma.Sql {
  const { name, description = null, tags = [], attributes = {} } = item;
  return Prisma.sql`
    WITH made AS (
      INSERT INTO items (tenant_id, owner_sub, name, description, tags, attributes)
      VALUES (${tenant}, ${owner}, ${name}, ${description}, ${tags}, ${JSON.stringify(attributes)}::jsonb)
      RETURNING *
    ), audited AS (${audit})
    SELECT ${ITEM_COLUMNS} FROM made`;
}
