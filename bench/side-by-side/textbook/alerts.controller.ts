import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Post,
  Query,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import { IsIn, IsObject, IsOptional, IsString, Length } from 'class-validator';
import { createHash } from 'node:crypto';
import type { Alert } from '../../../src/platform/database/generated/client.ts';
import { PageQuery } from './items.controller.ts';
import { JwtGuard } from './jwt.guard.ts';
import { PrismaService } from './prisma.service.ts';
import { TenantService } from './tenant.service.ts';

class NewAlert {
  @IsString()
  @Length(1, 200)
  title!: string;

  @IsOptional()
  @IsIn(['critical', 'warning', 'info'])
  severity?: string;

  @IsOptional()
  @IsObject()
  labels?: Record<string, string>;
}

@Controller('alerts/ingest')
class IngestController {
  constructor(private readonly prisma: PrismaService) {}

  @Post()
  @HttpCode(200)
  ingest(@Headers('authorization') authorization: string, @Body() alert: NewAlert) {
    const key = authorization.split(' ')[1] ?? '';
    const [, tenantId = '', prefix = ''] = key.split('.');
    const keyHash = createHash('sha256').update(key).digest();
    return this.prisma.withTenant(tenantId, async (tx) => {
      const known = await tx.apiKey.findFirst({
        where: { tenantId, prefix, keyHash, revokedAt: null, tenant: { status: 'active' } },
      });
      if (known === null) throw new UnauthorizedException();
      const row = await tx.alert.create({ data: { ...alert, tenantId, source: known.name } });
      const after = { title: row.title };
      const actor = { actorType: 'api_key', actorId: known.id, actorName: known.name };
      await tx.alertEvent.create({ data: { tenantId, alertId: row.id, kind: 'created', ...actor, after } });
      await tx.auditEntry.create({
        data: {
          tenantId,
          actorSub: known.id,
          action: 'alert.create',
          targetType: 'alert',
          targetId: row.id,
          after,
        },
      });
      return { received: 1, created: 1, repeated: 0, resolved: 0, alerts: [shown(row)] };
    });
  }
}

@Controller('alerts')
@UseGuards(JwtGuard)
class AlertListController {
  constructor(private readonly tenant: TenantService) {}

  @Get()
  async list(@Query() { limit }: PageQuery) {
    const { id: tenantId } = this.tenant;
    const rows = await this.tenant.transaction((tx) =>
      tx.alert.findMany({
        where: { tenantId },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: limit + 1,
      }),
    );
    const data = rows.slice(0, limit).map(shown);
    return { data, next_cursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
  }
}

export const ALERT_CONTROLLERS = [IngestController, AlertListController];

function shown(row: Alert) {
  return {
    id: row.id,
    tenant_id: row.tenantId,
    owner_sub: row.ownerSub,
    title: row.title,
    description: row.description,
    severity: row.severity,
    status: row.status,
    source: row.source,
    dedup_key: row.dedupKey,
    occurrences: row.occurrences,
    labels: row.labels,
    item_id: row.itemId,
    assignee_sub: row.assigneeSub,
    version: row.version,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    last_seen_at: row.lastSeenAt,
    acknowledged_at: row.acknowledgedAt,
    resolved_at: row.resolvedAt,
  };
}
