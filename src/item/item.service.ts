import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import type { Principal } from '../platform/context/request-context.ts';
import type { Item } from '../platform/database/generated/client.ts';
import { requireVersion, type ExpectedVersions } from '../platform/http/entity-tag.ts';
import { Conflict, NotFound } from '../platform/http/problem.ts';
import { IdempotencyKeys } from '../tenancy/idempotency-keys.ts';
import { PrismaService, type ScopedTransaction } from '../tenancy/prisma.service.ts';
import { TenantStatements } from '../tenancy/tenant-statements.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { auditable, changes } from './item-audit.ts';
import { ItemList } from './item-list.ts';
import { MADE_ITEM, insertAndReturnItems, insertItem, itemById } from './item-rows.ts';
import {
  ItemDto,
  type CreateItemDto,
  type CreateItemsDto,
  type ItemPageDto,
  type ItemsDto,
  type UpdateItemDto,
} from './item.dto.ts';
import type { ItemQuery, OwnItemQuery } from './item-query.dto.ts';

/** The tenant's items. Which tenant that is, PrismaService knows. */
@Injectable()
export class ItemService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly statements: TenantStatements,
    private readonly pages: ItemList,
    private readonly audit: AuditLog,
    private readonly tenants: TenantService,
    private readonly keys: IdempotencyKeys,
  ) {}

  list(query: ItemQuery): Promise<ItemPageDto> {
    return this.pages.page(query);
  }

  listOwn(query: OwnItemQuery, { subject }: Principal): Promise<ItemPageDto> {
    return this.pages.page({ ...query, owner_sub: subject });
  }

  /** @throws {NotFound} `item/not_found` */
  async get(id: string): Promise<ItemDto> {
    const [row] = await this.statements.query<Item>(itemById(this.tenants.id, id));
    return ItemDto.from(found(row));
  }

  async create(item: CreateItemDto, { subject: owner }: Principal): Promise<ItemDto> {
    const tenant = this.tenants.id;
    const audit = this.audit.insertion(tenant, MADE_ITEM);
    const statement = insertItem({ tenant, owner, item, audit });
    // One statement is a transaction by itself; where the answer is kept as well, both are one.
    if (!this.keys.isClaimed) return made(await this.statements.query<Item>(statement));
    return this.prisma.$transaction(async (db) => {
      const answer = made(await db.$queryRaw<Item[]>(statement));
      await this.keys.record(db, answer);
      return answer;
    });
  }

  /** All of them or none, in the order given. */
  createMany({ items }: CreateItemsDto, { subject: owner }: Principal): Promise<ItemsDto> {
    return this.prisma.$transaction(async (db) => {
      const rows = await db.$queryRaw<Item[]>(
        insertAndReturnItems({ tenant: this.tenants.id, owner, items }),
      );
      await this.audit.recordAll(
        db,
        rows.map((row) => ({ ...target('create', row.id), after: auditable(row) })),
      );
      const made = { data: rows.map((row) => ItemDto.from(row)) };
      await this.keys.record(db, made);
      return made;
    });
  }

  /** @throws {NotFound} `item/not_found`, {PreconditionFailed} `resource/changed`, {Conflict} `item/conflict` */
  update(id: string, dto: UpdateItemDto, expected: ExpectedVersions): Promise<ItemDto> {
    return this.prisma.$transaction(async (db) => {
      const before = await this.current(db, id, expected);
      if (Object.keys(dto).length === 0) return ItemDto.from(before);
      const [after] = await db.item.updateManyAndReturn({
        where: { id, version: before.version },
        data: { ...dto, version: { increment: 1 } },
      });
      if (after === undefined) throw overtaken();
      await this.audit.record(db, { ...target('update', id), ...changes(before, after) });
      return ItemDto.from(after);
    });
  }

  /** @throws {NotFound} `item/not_found`, {PreconditionFailed} `resource/changed`, {Conflict} `item/conflict` */
  async remove(id: string, expected: ExpectedVersions): Promise<void> {
    await this.prisma.$transaction(async (db) => {
      const before = await this.current(db, id, expected);
      const { count } = await db.item.deleteMany({ where: { id, version: before.version } });
      if (count === 0) throw overtaken();
      await this.audit.record(db, { ...target('delete', id), before: auditable(before) });
    });
  }

  private async current(db: ScopedTransaction, id: string, expected: ExpectedVersions): Promise<Item> {
    const row = found(await db.item.findFirst({ where: { id } }));
    requireVersion(expected, row.version);
    return row;
  }
}

function found(row: Item | null | undefined): Item {
  if (row === null || row === undefined) throw noSuchItem();
  return row;
}

function made([row]: readonly Item[]): ItemDto {
  if (row === undefined) throw new Error('An item was inserted, and none came back');
  return ItemDto.from(row);
}

export function noSuchItem(): NotFound {
  return new NotFound('item/not_found', 'There is no such item.');
}

/** Somebody else's change was stored between our reading and our writing. */
export function overtaken(): Conflict {
  return new Conflict(
    'item/conflict',
    'Somebody else is changing this item. Read it again and repeat your change.',
  );
}

function target(action: 'create' | 'update' | 'delete', id: string) {
  return { action: `item.${action}`, targetType: 'item', targetId: id };
}
