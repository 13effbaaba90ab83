import { Injectable } from '@nestjs/common';
import { CursorCodec } from '../platform/http/cursor.ts';
import type { PageQuery } from '../platform/http/page.dto.ts';
import { PrismaService } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { ChannelDto, type ChannelPageDto } from './channel.dto.ts';

/** Pages of channels, in the order they were made. */
@Injectable()
export class ChannelList {
  constructor(
    private readonly prisma: PrismaService,
    private readonly tenants: TenantService,
    private readonly cursors: CursorCodec,
  ) {}

  /** @throws {InvalidRequest} when the cursor belongs to another list */
  async page({ limit, cursor }: PageQuery): Promise<ChannelPageDto> {
    const list = JSON.stringify([this.tenants.id, 'alert-channels']);
    const found = await this.prisma.alertChannel.findMany({
      where: cursor === undefined ? {} : { id: { gt: String(this.cursors.open(list, cursor)[0]) } },
      orderBy: { id: 'asc' },
      take: limit + 1,
    });
    const { rows, next_cursor } = this.cursors.page(list, found, limit, ({ id }) => [id]);
    return { data: rows.map((row) => ChannelDto.from(row)), next_cursor };
  }
}
