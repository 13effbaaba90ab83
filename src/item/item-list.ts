import { Injectable } from '@nestjs/common';
import type { Item, Prisma } from '../platform/database/generated/client.ts';
import { CursorCodec, type Position } from '../platform/http/cursor.ts';
import { PrismaService } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { orderOf, positionOf, type ItemSort } from './item-order.ts';
import type { ItemFilter, ItemQuery } from './item-query.dto.ts';
import {
  countTerms,
  gather,
  isRare,
  plainPage,
  rarestOf,
  walk,
  type CountedTerm,
  type PageOfItems,
} from './item-search.ts';
import { ItemDto, type ItemPageDto } from './item.dto.ts';

/**
 * Pages of items. A page begins after a row's values, not after a count of rows: it stays right while rows come and
 * go, and the five hundredth costs what the first one costs.
 */
@Injectable()
export class ItemList {
  constructor(
    private readonly prisma: PrismaService,
    private readonly tenants: TenantService,
    private readonly cursors: CursorCodec,
  ) {}

  /** @throws {InvalidRequest} when the cursor belongs to another list */
  async page({ limit, cursor, sort, q, tag, owner_sub }: ItemQuery): Promise<ItemPageDto> {
    const filter = [q, tag, owner_sub].map((value) => value ?? null);
    const list = JSON.stringify([this.tenants.id, 'items', sort, ...filter]);
    const after = cursor === undefined ? undefined : this.cursors.open(list, cursor);
    const rows = await this.rows({ q, tag, owner_sub }, sort, after, limit + 1);
    const data = rows.slice(0, limit);
    const last = data.at(-1);
    const more = rows.length > limit && last !== undefined;
    return {
      data: data.map((row) => ItemDto.from(row)),
      next_cursor: more ? this.cursors.seal(list, positionOf(orderOf(sort), last)) : null,
    };
  }

  /** All of them, in pages: never more than one page in memory. Rows that come behind its place while it runs are seen. */
  async *pages(filter: ItemFilter, sort: ItemSort, size: number): AsyncGenerator<Item[]> {
    for (let after: Position | undefined; ;) {
      const rows = await this.rows(filter, sort, after, size);
      yield rows;
      const last = rows.at(-1);
      if (rows.length < size || last === undefined) return;
      after = positionOf(orderOf(sort), last);
    }
  }

  private async rows(
    { q, tag, owner_sub: owner }: ItemFilter,
    sort: ItemSort,
    after: Position | undefined,
    limit: number,
  ): Promise<Item[]> {
    const page = { tenant: this.tenants.id, order: orderOf(sort), after, owner, limit };
    if (q === undefined && tag === undefined) return this.query(plainPage(page));
    const terms = await this.prisma.$queryRaw<CountedTerm[]>(countTerms(page.tenant, q, tag));
    // Of `%` or `--` no word is left: it finds nothing, rather than everything.
    const asked = q === undefined || terms.some(({ term }) => term.startsWith('word:'));
    return asked ? this.search(page, terms) : [];
  }

  private async search(page: PageOfItems, terms: readonly CountedTerm[]): Promise<Item[]> {
    const rarest = rarestOf(terms);
    if (rarest.items === 0) return [];
    if (isRare(rarest)) return this.query(gather(page, terms));
    const rows = await this.query(walk(page, terms));
    // Too few within its reach: the list ends, or its matches stand far apart.
    return rows.length < page.limit ? this.query(gather(page, terms)) : rows;
  }

  private query(statement: Prisma.Sql): Promise<Item[]> {
    return this.prisma.$queryRaw<Item[]>(statement);
  }
}
