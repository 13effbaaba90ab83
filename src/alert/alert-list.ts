import { Injectable } from '@nestjs/common';
import { Prisma, type Alert } from '../platform/database/generated/client.ts';
import { orderOf } from '../platform/database/list/row-order.ts';
import { TenantList } from '../tenancy/tenant-list.ts';
import type { AlertQuery } from './alert-query.dto.ts';
import { ALERT_ORDERS, ALERTS } from './alert-rows.ts';
import { AlertDto, type AlertPageDto } from './alert.dto.ts';

type AlertFilter = Omit<AlertQuery, 'limit' | 'cursor' | 'sort' | 'q'>;

/** Pages of the tenant's alerts. */
@Injectable()
export class AlertList {
  constructor(private readonly list: TenantList) {}

  /** @throws {InvalidRequest} when the cursor belongs to another list */
  async page({ limit, cursor, sort, q, ...filter }: AlertQuery): Promise<AlertPageDto> {
    const { status, severity, source, assignee_sub, item_id } = filter;
    const asked = [q, status, severity, source, assignee_sub, item_id].map((value) => value ?? null);
    const { rows, next_cursor } = await this.list.page<Alert>(
      { table: ALERTS, order: orderOf(ALERT_ORDERS, sort), filter: conditions(filter), words: q },
      { list: ['alerts', sort, ...asked], limit, cursor },
    );
    return { data: rows.map((row) => AlertDto.from(row)), next_cursor };
  }
}

function conditions({ status, severity, source, assignee_sub, item_id }: AlertFilter): Prisma.Sql {
  const all = [
    ...(status === undefined ? [] : [oneOf('status', status)]),
    ...(severity === undefined ? [] : [oneOf('severity', severity)]),
    ...(source === undefined ? [] : [Prisma.sql`AND source = ${source}`]),
    ...(assignee_sub === undefined ? [] : [Prisma.sql`AND assignee_sub = ${assignee_sub}`]),
    ...(item_id === undefined ? [] : [Prisma.sql`AND item_id = ${item_id}::uuid`]),
  ];
  return all.length === 0 ? Prisma.empty : Prisma.join(all, ' ');
}

/** A single value is one range of an index, already in order; several would have to be sorted. */
function oneOf(column: 'status' | 'severity', values: readonly string[]): Prisma.Sql {
  const [first, ...others] = values;
  return others.length === 0
    ? Prisma.sql`AND ${Prisma.raw(column)} = ${first}`
    : Prisma.sql`AND ${Prisma.raw(column)} = ANY(${values})`;
}
