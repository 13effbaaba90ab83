import { Body, Controller, Get, NotFoundException, Param, Post, Query, UseGuards } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsObject, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import type { Item } from '../../../src/platform/database/generated/client.ts';
import { JwtGuard } from './jwt.guard.ts';
import { TenantService } from './tenant.service.ts';

export class PageQuery {
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit = 20;
}

class NewItem {
  @IsString()
  @Length(1, 200)
  name!: string;

  @IsOptional()
  @IsString()
  description?: string;

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  tags?: string[];

  @IsOptional()
  @IsObject()
  attributes?: Record<string, string>;
}

@Controller('items')
@UseGuards(JwtGuard)
export class ItemsController {
  constructor(private readonly tenant: TenantService) {}

  @Get()
  async list(@Query() { limit }: PageQuery) {
    const { id: tenantId } = this.tenant;
    const rows = await this.tenant.transaction((tx) =>
      tx.item.findMany({
        where: { tenantId },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: limit + 1,
      }),
    );
    const data = rows.slice(0, limit).map(shown);
    return { data, next_cursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
  }

  @Get(':id')
  async get(@Param('id') id: string) {
    const { id: tenantId } = this.tenant;
    const row = await this.tenant.transaction((tx) => tx.item.findFirst({ where: { tenantId, id } }));
    if (row === null) throw new NotFoundException();
    return shown(row);
  }

  @Post()
  create(@Body() item: NewItem) {
    const { id: tenantId, subject: ownerSub } = this.tenant;
    return this.tenant.transaction(async (tx) => {
      const row = await tx.item.create({ data: { ...item, tenantId, ownerSub } });
      await tx.auditEntry.create({
        data: {
          tenantId,
          actorSub: ownerSub,
          action: 'item.create',
          targetType: 'item',
          targetId: row.id,
          after: { ...item },
        },
      });
      return shown(row);
    });
  }
}

function shown({ tenantId, ownerSub, createdAt, updatedAt, ...row }: Item) {
  return { ...row, tenant_id: tenantId, owner_sub: ownerSub, created_at: createdAt, updated_at: updatedAt };
}
