import { Prisma } from '../platform/database/generated/client.ts';
import type { Position } from '../platform/http/cursor.ts';
import { beyond, orderBy, type ItemOrder } from './item-order.ts';

/** Statements of the list. Each is one text whatever is asked, so that PostgreSQL plans it once for a connection. */
export interface PageOfItems {
  readonly tenant: string;
  readonly order: ItemOrder;
  readonly after: Position | undefined;
  readonly owner: string | undefined;
  readonly limit: number;
}

/** A term that the items must have, and how many do: counted up to one more than {@link FEW}. */
export interface CountedTerm {
  readonly term: string;
  readonly items: number;
}

/**
 * So many items are quickly fetched and sorted. Of terms that more items have, enough are soon met on a walk along
 * the list: of 100,000 items 2,000 are 2 %, a page of 20 within some 1,000 rows.
 */
const FEW = 2_000;
/** Rows that a walk may look at before it is given up: twenty for each row wanted, and at least so many. */
const SHORTEST_WALK = 2_500;

export const ITEM_COLUMNS = Prisma.sql`tenant_id AS "tenantId", id, owner_sub AS "ownerSub", name, description, tags, attributes,
  version, created_at AS "createdAt", updated_at AS "updatedAt"`;

/** The terms of a question, cut up by the function that made the index. */
export function countTerms(tenant: string, words: string | undefined, tag: string | undefined): Prisma.Sql {
  return Prisma.sql`
    SELECT term, (
      SELECT count(*)::int FROM (
        SELECT FROM item_terms t WHERE t.tenant_id = ${tenant} AND t.term = wanted.term LIMIT ${FEW + 1}
      ) AS counted
    ) AS items
    FROM (
      SELECT 'word:' || word FROM unnest(search_words(${words ?? ''}::text)) AS word
      UNION ALL SELECT 'tag:' || tag FROM (VALUES (${tag ?? null}::text)) AS given (tag) WHERE tag IS NOT NULL
    ) AS wanted (term)`;
}

/** Along the index of the order. */
export function plainPage({ tenant, order, after, owner, limit }: PageOfItems): Prisma.Sql {
  return Prisma.sql`SELECT ${ITEM_COLUMNS} FROM items
    WHERE tenant_id = ${tenant} ${ownedBy(owner)} ${beyond(order, after)}
    ORDER BY ${orderBy(order)} LIMIT ${limit}`;
}

/** Along the index of the order, asking of each row whether it has the terms; given up after a while. */
export function walk(page: PageOfItems, terms: readonly CountedTerm[]): Prisma.Sql {
  const { tenant, order, after, owner, limit } = page;
  return Prisma.sql`SELECT ${ITEM_COLUMNS} FROM (
      SELECT * FROM items WHERE tenant_id = ${tenant} ${ownedBy(owner)} ${beyond(order, after)}
      ORDER BY ${orderBy(order)} LIMIT ${Prisma.raw(String(walkOf(limit)))}
    ) AS i
    WHERE ${hasAll(tenant, terms)} ORDER BY ${orderBy(order)} LIMIT ${limit}`;
}

/** From the terms to their items, which are then sorted. */
export function gather(page: PageOfItems, terms: readonly CountedTerm[]): Prisma.Sql {
  const { tenant, order, after, owner, limit } = page;
  const rarest = rarestOf(terms);
  const found = isRare(rarest)
    ? Prisma.sql`SELECT item_id FROM item_terms i WHERE tenant_id = ${tenant} AND term = ${rarest.term}`
    : Prisma.sql`SELECT item_id FROM item_terms WHERE tenant_id = ${tenant} AND term = ANY(${names(terms)})
        GROUP BY item_id HAVING count(*) = ${terms.length}`;
  const others = isRare(rarest) ? Prisma.sql`WHERE ${hasAll(tenant, terms)}` : Prisma.empty;
  // OFFSET 0 keeps the lookup by key a lookup: the planner, which cannot know how few rows are found, might
  // otherwise read all items.
  return Prisma.sql`WITH found AS MATERIALIZED (${found})
    SELECT ${ITEM_COLUMNS} FROM found CROSS JOIN LATERAL (
      SELECT * FROM items WHERE tenant_id = ${tenant} AND id = found.item_id
        ${ownedBy(owner)} ${beyond(order, after)} OFFSET 0
    ) AS i
    ${others} ORDER BY ${orderBy(order)} LIMIT ${limit}`;
}

export function isRare({ items }: CountedTerm): boolean {
  return items <= FEW;
}

/** @param terms at least one */
export function rarestOf(terms: readonly CountedTerm[]): CountedTerm {
  return terms.reduce((least, term) => (term.items < least.items ? term : least));
}

function walkOf(limit: number): number {
  return limit * 20 > SHORTEST_WALK ? 20_000 : SHORTEST_WALK;
}

function ownedBy(owner: string | undefined): Prisma.Sql {
  return owner === undefined ? Prisma.empty : Prisma.sql`AND owner_sub = ${owner}`;
}

/** An item has each of its terms once. */
function hasAll(tenant: string, terms: readonly CountedTerm[]): Prisma.Sql {
  return Prisma.sql`(
    SELECT count(*) FROM item_terms t
    WHERE t.tenant_id = ${tenant} AND t.term = ANY(${names(terms)}) AND t.item_id = i.id
  ) = ${terms.length}`;
}

function names(terms: readonly CountedTerm[]): string[] {
  return terms.map(({ term }) => term);
}
