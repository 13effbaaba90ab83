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
    const rows = await this.prisma.alertChannel.findMany({
      where: cursor === undefined ? {} : { id: { gt: String(this.cursors.open(list, cursor)[0]) } },
      orderBy: { id: 'asc' },
      take: limit + 1,
    });
    const data = rows.slice(0, limit);
    const last = data.at(-1);
    return {
      data: data.map((row) => ChannelDto.from(row)),
      next_cursor: rows.length > limit && last !== undefined ? this.cursors.seal(list, [last.id]) : null,
    };
  }
}
