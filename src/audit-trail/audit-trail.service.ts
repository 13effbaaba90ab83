import { Injectable } from '@nestjs/common';
import type { AuditEntry, Prisma } from '../platform/database/generated/client.ts';
import { CursorCodec, type Position } from '../platform/http/cursor.ts';
import { PrismaService } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { AuditEntryDto, type AuditPageDto, type AuditQuery } from './audit-trail.dto.ts';

/** Pages of the tenant's audit, newest first. */
@Injectable()
export class AuditTrailService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly tenants: TenantService,
    private readonly cursors: CursorCodec,
  ) {}

  /** @throws {InvalidRequest} when the cursor belongs to another list */
  async page({ limit, cursor, ...filter }: AuditQuery): Promise<AuditPageDto> {
    const { actor_sub, action, target, from, to } = filter;
    const asked = [actor_sub, action, target, from, to].map((value) => value ?? null);
    const list = JSON.stringify([this.tenants.id, 'audit', ...asked]);
    const found = await this.prisma.auditEntry.findMany({
      where: {
        AND: [conditions(filter), cursor === undefined ? {} : beyond(this.cursors.open(list, cursor))],
      },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: limit + 1,
    });
    const { rows, next_cursor } = this.cursors.page(list, found, limit, positionOf);
    return { data: rows.map((row) => AuditEntryDto.from(row)), next_cursor };
  }
}

function conditions({
  actor_sub,
  action,
  target,
  from,
  to,
}: Omit<AuditQuery, 'limit' | 'cursor'>): Prisma.AuditEntryWhereInput {
  return {
    ...(actor_sub !== undefined && { actorSub: actor_sub }),
    ...(action !== undefined && { action }),
    ...(target !== undefined && targetOf(target)),
    at: { ...(from !== undefined && { gte: new Date(from) }), ...(to !== undefined && { lt: new Date(to) }) },
  };
}

function targetOf(target: string): Prisma.AuditEntryWhereInput {
  const colon = target.indexOf(':');
  if (colon === -1) return { targetId: target };
  return { targetType: target.slice(0, colon), targetId: target.slice(colon + 1) };
}

function positionOf({ at, id }: AuditEntry): Position {
  return [at.toISOString(), id];
}

/** The rows behind a position. The outer bound is implied by the inner ones; it is what the index can use. */
function beyond([at, id]: Position): Prisma.AuditEntryWhereInput {
  const last = String(at);
  return { at: { lte: last }, OR: [{ at: { lt: last } }, { at: last, id: { lt: String(id) } }] };
}
