import { Injectable } from '@nestjs/common';
import { Environment } from '../platform/config/environment.ts';
import type { Membership, Prisma } from '../platform/database/generated/client.ts';
import { CursorCodec, type Position } from '../platform/http/cursor.ts';
import { PrismaService } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { MemberDto, type MemberPageDto, type MemberQuery } from './member.dto.ts';

/** Pages of members, in the order they joined. */
@Injectable()
export class MemberList {
  constructor(
    private readonly prisma: PrismaService,
    private readonly tenants: TenantService,
    private readonly cursors: CursorCodec,
    private readonly environment: Environment,
  ) {}

  /** @throws {InvalidRequest} when the cursor belongs to another list */
  async page({ limit, cursor, status }: MemberQuery): Promise<MemberPageDto> {
    const list = JSON.stringify([this.tenants.id, 'members', status ?? null]);
    const found = await this.prisma.membership.findMany({
      where: {
        issuer: this.environment.cognito.issuer,
        status: status ?? { not: 'removed' },
        ...(cursor === undefined ? {} : beyond(this.cursors.open(list, cursor))),
      },
      orderBy: [{ createdAt: 'asc' }, { subject: 'asc' }],
      take: limit + 1,
    });
    const { rows, next_cursor } = this.cursors.page(list, found, limit, positionOf);
    return { data: rows.map((row) => MemberDto.from(row)), next_cursor };
  }
}

function positionOf({ createdAt, subject }: Membership): Position {
  return [createdAt.toISOString(), subject];
}

/** The rows behind a position. The outer bound is implied by the inner ones; it is what the index can use. */
function beyond([createdAt, subject]: Position): Prisma.MembershipWhereInput {
  const at = String(createdAt);
  return {
    createdAt: { gte: at },
    OR: [{ createdAt: { gt: at } }, { createdAt: at, subject: { gt: String(subject) } }],
  };
}
