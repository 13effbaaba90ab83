import { Injectable } from '@nestjs/common';
import { CursorCodec } from '../platform/http/cursor.ts';
import { PrismaService } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { DeliveryDto, type DeliveryPageDto, type DeliveryQuery } from './delivery.dto.ts';

/** Pages of a channel's deliveries, the newest first. */
@Injectable()
export class DeliveryList {
  constructor(
    private readonly prisma: PrismaService,
    private readonly tenants: TenantService,
    private readonly cursors: CursorCodec,
  ) {}

  /** @throws {InvalidRequest} when the cursor belongs to another list */
  async page(channelId: string, { limit, cursor, status }: DeliveryQuery): Promise<DeliveryPageDto> {
    const list = JSON.stringify([this.tenants.id, 'deliveries', channelId, status ?? null]);
    const found = await this.prisma.delivery.findMany({
      where: {
        channelId,
        ...(status !== undefined && { status }),
        ...(cursor !== undefined && { id: { lt: String(this.cursors.open(list, cursor)[0]) } }),
      },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    const { rows, next_cursor } = this.cursors.page(list, found, limit, ({ id }) => [id]);
    return { data: rows.map((row) => DeliveryDto.from(row)), next_cursor };
  }
}
