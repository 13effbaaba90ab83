import { Injectable } from '@nestjs/common';
import type { ApiKey, Prisma } from '../platform/database/generated/client.ts';
import { CursorCodec, type Position } from '../platform/http/cursor.ts';
import { PrismaService } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { ApiKeyDto, type ApiKeyPageDto, type ApiKeyQuery, type ApiKeyStatus } from './api-key.dto.ts';

/** Pages of the tenant's API keys, newest first. */
@Injectable()
export class ApiKeyList {
  constructor(
    private readonly prisma: PrismaService,
    private readonly tenants: TenantService,
    private readonly cursors: CursorCodec,
  ) {}

  /** @throws {InvalidRequest} when the cursor belongs to another list */
  async page({ limit, cursor, status }: ApiKeyQuery): Promise<ApiKeyPageDto> {
    const list = JSON.stringify([this.tenants.id, 'api-keys', status ?? null]);
    const before = cursor === undefined ? {} : older(this.cursors.open(list, cursor));
    const found = await this.prisma.apiKey.findMany({
      where: { AND: [ofStatus(status), before] },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: limit + 1,
    });
    const { rows, next_cursor } = this.cursors.page(list, found, limit, positionOf);
    return { data: rows.map((row) => ApiKeyDto.from(row)), next_cursor };
  }
}

function ofStatus(status: ApiKeyStatus | undefined): Prisma.ApiKeyWhereInput {
  const now = new Date();
  switch (status) {
    case undefined:
      return { revokedAt: null };
    case 'active':
      return { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
    case 'expired':
      return { revokedAt: null, expiresAt: { lte: now } };
    case 'revoked':
      return { revokedAt: { not: null } };
  }
}

function positionOf({ createdAt, id }: ApiKey): Position {
  return [createdAt.toISOString(), id];
}

/** The rows behind a position. The outer bound is implied by the inner ones; it is what the index can use. */
function older([createdAt, id]: Position): Prisma.ApiKeyWhereInput {
  const at = String(createdAt);
  return {
    createdAt: { lte: at },
    OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { lt: String(id) } }],
  };
}
