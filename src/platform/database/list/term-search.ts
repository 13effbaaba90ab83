import { Prisma } from '../generated/client.ts';
import type { Position } from '../../http/cursor.ts';
import { beyond, orderBy, type RowOrder } from './row-order.ts';

/** A tenant's table whose rows have an index of words and tags, kept by triggers: see `item_terms`. */
export interface SearchedTable {
  readonly rows: Prisma.Sql;
  readonly columns: Prisma.Sql;
  readonly terms: Prisma.Sql;
  /** The column of `terms` that refers to the row. */
  readonly termKey: Prisma.Sql;
}

/** Statements of the list. Each is one text whatever is asked, so that PostgreSQL plans it once for a connection. */
export interface PageOfRows {
  readonly table: SearchedTable;
  readonly tenant: string;
  readonly order: RowOrder;
  readonly after: Position | undefined;
  /** Further conditions, each with its AND. */
  readonly filter: Prisma.Sql;
  readonly limit: number;
}

/** A term that the rows must have, and how many do: counted up to one more than {@link FEW}. */
export interface CountedTerm {
  readonly term: string;
  readonly rows: number;
}

/**
 * So many rows are quickly fetched and sorted. Of terms that more rows have, enough are soon met on a walk along
 * the list: of 100,000 rows 2,000 are 2 %, a page of 20 within some 1,000 rows.
 */
const FEW = 2_000;
/** Rows that a walk may look at before it is given up: twenty for each row wanted, and at least so many. */
const SHORTEST_WALK = 2_500;

/** The terms of a question, cut up by the function that made the index. */
export function countTerms(
  { terms }: SearchedTable,
  tenant: string,
  words: string | undefined,
  tag: string | undefined,
): Prisma.Sql {
  return Prisma.sql`
    SELECT term, (
      SELECT count(*)::int FROM (
        SELECT FROM ${terms} t WHERE t.tenant_id = ${tenant} AND t.term = wanted.term LIMIT ${FEW + 1}
      ) AS counted
    ) AS rows
    FROM (
      SELECT 'word:' || word FROM unnest(search_words(${words ?? ''}::text)) AS word
      UNION ALL SELECT 'tag:' || tag FROM (VALUES (${tag ?? null}::text)) AS given (tag) WHERE tag IS NOT NULL
    ) AS wanted (term)`;
}

/** Along the index of the order. */
export function plainPage({ table, tenant, order, after, filter, limit }: PageOfRows): Prisma.Sql {
  return Prisma.sql`SELECT ${table.columns} FROM ${table.rows}
    WHERE tenant_id = ${tenant} ${filter} ${beyond(order, after)}
    ORDER BY ${orderBy(order)} LIMIT ${limit}`;
}

/** Along the index of the order, asking of each row whether it has the terms; given up after a while. */
export function walk(page: PageOfRows, terms: readonly CountedTerm[]): Prisma.Sql {
  const { table, tenant, order, after, filter, limit } = page;
  return Prisma.sql`SELECT ${table.columns} FROM (
      SELECT * FROM ${table.rows} WHERE tenant_id = ${tenant} ${filter} ${beyond(order, after)}
      ORDER BY ${orderBy(order)} LIMIT ${Prisma.raw(String(walkOf(limit)))}
    ) AS r
    WHERE ${hasAll(page, terms)} ORDER BY ${orderBy(order)} LIMIT ${limit}`;
}

/** From the terms to their rows, which are then sorted. */
export function gather(page: PageOfRows, terms: readonly CountedTerm[]): Prisma.Sql {
  const { table, tenant, order, after, filter, limit } = page;
  const rarest = rarestOf(terms);
  const found = isRare(rarest)
    ? Prisma.sql`SELECT ${table.termKey} AS row_id FROM ${table.terms} WHERE tenant_id = ${tenant} AND term = ${rarest.term}`
    : Prisma.sql`SELECT ${table.termKey} AS row_id FROM ${table.terms} WHERE tenant_id = ${tenant} AND term = ANY(${names(terms)})
        GROUP BY ${table.termKey} HAVING count(*) = ${terms.length}`;
  const others = isRare(rarest) ? Prisma.sql`WHERE ${hasAll(page, terms)}` : Prisma.empty;
  // OFFSET 0 keeps the lookup by key a lookup: the planner, which cannot know how few rows are found, might
  // otherwise read all of the table.
  return Prisma.sql`WITH found AS MATERIALIZED (${found})
    SELECT ${table.columns} FROM found CROSS JOIN LATERAL (
      SELECT * FROM ${table.rows} WHERE tenant_id = ${tenant} AND id = found.row_id
        ${filter} ${beyond(order, after)} OFFSET 0
    ) AS r
    ${others} ORDER BY ${orderBy(order)} LIMIT ${limit}`;
}

export function isRare({ rows }: CountedTerm): boolean {
  return rows <= FEW;
}

/** @param terms at least one */
export function rarestOf(terms: readonly CountedTerm[]): CountedTerm {
  return terms.reduce((least, term) => (term.rows < least.rows ? term : least));
}

function walkOf(limit: number): number {
  return limit * 20 > SHORTEST_WALK ? 20_000 : SHORTEST_WALK;
}

/** A row has each of its terms once. */
function hasAll({ table, tenant }: PageOfRows, terms: readonly CountedTerm[]): Prisma.Sql {
  return Prisma.sql`(
    SELECT count(*) FROM ${table.terms} t
    WHERE t.tenant_id = ${tenant} AND t.term = ANY(${names(terms)}) AND t.${table.termKey} = r.id
  ) = ${terms.length}`;
}

function names(terms: readonly CountedTerm[]): string[] {
  return terms.map(({ term }) => term);
}
