import { Injectable } from '@nestjs/common';
import type { Prisma } from '../platform/database/generated/client.ts';
import { positionOf, type RowOrder } from '../platform/database/list/row-order.ts';
import {
  countTerms,
  gather,
  isRare,
  plainPage,
  rarestOf,
  walk,
  type CountedTerm,
  type PageOfRows,
  type SearchedTable,
} from '../platform/database/list/term-search.ts';
import { CursorCodec, type Page, type Position } from '../platform/http/cursor.ts';
import { TenantStatements } from './tenant-statements.ts';
import { TenantService } from './tenant.service.ts';

/** Which rows of a table, in which order. */
export interface ListQuestion {
  readonly table: SearchedTable;
  readonly order: RowOrder;
  /** Further conditions, each with its AND. */
  readonly filter: Prisma.Sql;
  /** Words that must all stand in the row. */
  readonly words?: string | undefined;
  readonly tag?: string | undefined;
}

export interface PageRequest {
  /** Says what is asked; a cursor is good for this and no other list. */
  readonly list: readonly unknown[];
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * Pages of the tenant's rows. A page begins after a row's values, not after a count of rows: it stays right while rows
 * come and go, and the five hundredth costs what the first one costs.
 */
@Injectable()
export class TenantList {
  constructor(
    private readonly statements: TenantStatements,
    private readonly tenants: TenantService,
    private readonly cursors: CursorCodec,
  ) {}

  /** @throws {InvalidRequest} when the cursor belongs to another list */
  async page<Row extends { readonly id: string }>(
    question: ListQuestion,
    { list, limit, cursor }: PageRequest,
  ): Promise<Page<Row>> {
    const name = JSON.stringify([this.tenants.id, ...list]);
    const after = cursor === undefined ? undefined : this.cursors.open(name, cursor);
    const found = await this.rows<Row>(question, after, limit + 1);
    return this.cursors.page(name, found, limit, (row) => positionOf(question.order, row));
  }

  /**
   * All of them, in pages: never more than one page in memory, so a page is emptied when the next one is asked for. Rows
   * that come behind its place while it runs are seen.
   */
  async *pages<Row extends { readonly id: string }>(
    question: ListQuestion,
    size: number,
  ): AsyncGenerator<Row[]> {
    for (let after: Position | undefined; ;) {
      const rows = await this.rows<Row>(question, after, size);
      const last = rows.length < size ? undefined : rows.at(-1);
      yield rows;
      // What is left of a statement holds its rows until the next full collection: hundreds of pages of a long export.
      rows.length = 0;
      if (last === undefined) return;
      after = positionOf(question.order, last);
    }
  }

  private async rows<Row>(
    { words, tag, ...question }: ListQuestion,
    after: Position | undefined,
    limit: number,
  ): Promise<Row[]> {
    const page = { ...question, tenant: this.tenants.id, after, limit };
    if (words === undefined && tag === undefined) return this.query(plainPage(page));
    const terms = await this.query<CountedTerm>(countTerms(page.table, page.tenant, words, tag));
    // Of `%` or `--` no word is left: it finds nothing, rather than everything.
    const asked = words === undefined || terms.some(({ term }) => term.startsWith('word:'));
    return asked ? this.search(page, terms) : [];
  }

  private async search<Row>(page: PageOfRows, terms: readonly CountedTerm[]): Promise<Row[]> {
    const rarest = rarestOf(terms);
    if (rarest.rows === 0) return [];
    if (isRare(rarest)) return this.query(gather(page, terms));
    const rows = await this.query<Row>(walk(page, terms));
    // Too few within its reach: the list ends, or its matches stand far apart.
    return rows.length < page.limit ? this.query(gather(page, terms)) : rows;
  }

  private query<Row>(statement: Prisma.Sql): Promise<Row[]> {
    return this.statements.query<Row>(statement);
  }
}
