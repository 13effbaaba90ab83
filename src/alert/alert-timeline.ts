import { Injectable } from '@nestjs/common';
import { CursorCodec } from '../platform/http/cursor.ts';
import type { PageQuery } from '../platform/http/page.dto.ts';
import { IdempotencyKeys } from '../tenancy/idempotency-keys.ts';
import { PrismaService } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { AlertChanges } from './alert-changes.ts';
import { AlertJournal } from './alert-journal.ts';
import { noSuchAlert } from './alert-problems.ts';
import { touchedAlert } from './alert-rows.ts';
import {
  AlertEventDto,
  CommentDto,
  type AlertEventPageDto,
  type CommentPageDto,
  type CreateCommentDto,
} from './alert-timeline.dto.ts';

/** What happened to an alert, and what was said about it: the oldest first. */
@Injectable()
export class AlertTimeline {
  constructor(
    private readonly prisma: PrismaService,
    private readonly tenants: TenantService,
    private readonly cursors: CursorCodec,
    private readonly changes: AlertChanges,
    private readonly journal: AlertJournal,
    private readonly keys: IdempotencyKeys,
  ) {}

  /** @throws {NotFound} `alert/not_found`, {InvalidRequest} when the cursor belongs to another list */
  async page(alertId: string, query: PageQuery): Promise<AlertEventPageDto> {
    const { rows, next_cursor } = await this.events('timeline', alertId, query);
    return { data: rows.map((row) => AlertEventDto.from(row)), next_cursor };
  }

  /** @throws as {@link page} */
  async comments(alertId: string, query: PageQuery): Promise<CommentPageDto> {
    const { rows, next_cursor } = await this.events('comments', alertId, query);
    return { data: rows.map((row) => CommentDto.from(row)), next_cursor };
  }

  /** @throws {NotFound} `alert/not_found` */
  comment(alertId: string, { body }: CreateCommentDto): Promise<CommentDto> {
    return this.changes.within(async (db) => {
      const after = await this.changes.hold(db, alertId);
      await this.journal.record(db, [{ kind: 'commented', after, comment: body }]);
      await db.$executeRaw(touchedAlert(this.tenants.id, alertId));
      const row = await db.alertEvent.findFirstOrThrow({
        where: { alertId, kind: 'commented' },
        orderBy: { id: 'desc' },
      });
      const made = CommentDto.from(row);
      await this.keys.record(db, made);
      return made;
    });
  }

  private async events(list: 'timeline' | 'comments', alertId: string, { limit, cursor }: PageQuery) {
    if ((await this.prisma.alert.count({ where: { id: alertId } })) === 0) throw noSuchAlert();
    const name = JSON.stringify([this.tenants.id, list, alertId]);
    const after = cursor === undefined ? undefined : this.cursors.open(name, cursor)[0];
    const found = await this.prisma.alertEvent.findMany({
      where: {
        alertId,
        ...(list === 'comments' && { kind: 'commented' }),
        ...(after !== undefined && { id: { gt: String(after) } }),
      },
      orderBy: { id: 'asc' },
      take: limit + 1,
    });
    return this.cursors.page(name, found, limit, ({ id }) => [id]);
  }
}
