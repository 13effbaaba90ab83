import { Injectable } from '@nestjs/common';
import { Environment } from '../platform/config/environment.ts';
import type { Principal } from '../platform/context/request-context.ts';
import { classifyDatabaseError } from '../platform/database/database-errors.ts';
import type { Alert } from '../platform/database/generated/client.ts';
import { requireVersion, type ExpectedVersions } from '../platform/http/entity-tag.ts';
import { PrismaService, type ScopedTransaction } from '../tenancy/prisma.service.ts';
import { AlertChanges } from './alert-changes.ts';
import { AlertIntake } from './alert-intake.ts';
import { AlertJournal, type AlertChange } from './alert-journal.ts';
import { AlertList } from './alert-list.ts';
import { alreadyOpenAgain, noItem, noMember, noSuchAlert, notInState } from './alert-problems.ts';
import type { AlertQuery } from './alert-query.dto.ts';
import {
  AlertDto,
  type AlertPageDto,
  type AlertStatus,
  type CreateAlertDto,
  type UpdateAlertDto,
} from './alert.dto.ts';

/** The columns that a change writes. */
type Values = Partial<
  Pick<
    Alert,
    | 'title'
    | 'description'
    | 'severity'
    | 'status'
    | 'itemId'
    | 'assigneeIssuer'
    | 'assigneeSub'
    | 'acknowledgedAt'
    | 'resolvedAt'
  > & { labels: Record<string, string> }
>;

/** From open to resolved, and who looks after it. Of two people who act at once the second sees what the first did. */
@Injectable()
export class AlertService {
  private readonly issuer: string;

  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: AlertList,
    private readonly intake: AlertIntake,
    private readonly changes: AlertChanges,
    private readonly journal: AlertJournal,
    { cognito }: Environment,
  ) {
    this.issuer = cognito.issuer;
  }

  list(query: AlertQuery): Promise<AlertPageDto> {
    return this.pages.page(query);
  }

  /** @throws {NotFound} `alert/not_found` */
  async get(id: string): Promise<AlertDto> {
    const row = await this.prisma.alert.findFirst({ where: { id } });
    if (row === null) throw noSuchAlert();
    return AlertDto.from(row);
  }

  /** @throws {InvalidRequest} for an item that is not the tenant's */
  create(dto: CreateAlertDto, { subject: owner }: Principal): Promise<AlertDto> {
    return this.intake.take(
      { reports: [dto], owner, source: 'manual', fieldOf: (_, field) => field },
      ({ alerts: [alert] }) => {
        if (alert === undefined) throw new Error('A report made no alert');
        return alert;
      },
    );
  }

  /** @throws {NotFound}, {PreconditionFailed}, {InvalidRequest} for an item that is not the tenant's */
  update(id: string, { item_id, ...dto }: UpdateAlertDto, expected: ExpectedVersions): Promise<AlertDto> {
    return this.change('updated', id, expected, async (_, db) => {
      if (item_id !== undefined && item_id !== null) await this.requireItem(db, item_id);
      return { ...dto, ...(item_id !== undefined && { itemId: item_id }) };
    });
  }

  /** @throws {NotFound}, {PreconditionFailed}, {Conflict} `alert/state` */
  acknowledge(id: string, expected: ExpectedVersions): Promise<AlertDto> {
    return this.change('acknowledged', id, expected, (alert) => {
      requireState(alert, ['open']);
      return { status: 'acknowledged', acknowledgedAt: new Date() };
    });
  }

  /** @throws as {@link acknowledge} */
  resolve(id: string, expected: ExpectedVersions): Promise<AlertDto> {
    return this.change('resolved', id, expected, (alert) => {
      requireState(alert, ['open', 'acknowledged']);
      return { status: 'resolved', resolvedAt: new Date() };
    });
  }

  /** @throws as {@link acknowledge}, and {Conflict} `alert/duplicate` when another one has its key by now */
  reopen(id: string, expected: ExpectedVersions): Promise<AlertDto> {
    return this.change('reopened', id, expected, (alert) => {
      requireState(alert, ['resolved']);
      return { status: 'open', acknowledgedAt: null, resolvedAt: null };
    }).catch((error: unknown) => {
      throw classifyDatabaseError(error) === 'unique' ? alreadyOpenAgain() : error;
    });
  }

  /** @param subject `sub` of an active member, or `null` for nobody. @throws {InvalidRequest} for anybody else */
  assign(id: string, subject: string | null, expected: ExpectedVersions): Promise<AlertDto> {
    return this.change('assigned', id, expected, async (_, db) => {
      if (subject !== null) await this.requireMember(db, subject);
      return { assigneeIssuer: subject === null ? null : this.issuer, assigneeSub: subject };
    });
  }

  private async change(
    kind: AlertChange['kind'],
    id: string,
    expected: ExpectedVersions,
    plan: (alert: Alert, db: ScopedTransaction) => Values | Promise<Values>,
  ): Promise<AlertDto> {
    const changed = await this.changes.within(async (db) => {
      const before = await this.changes.hold(db, id);
      requireVersion(expected, before.version);
      const values = await plan(before, db);
      if (changesNothing(before, values)) return before;
      const [after] = await db.alert.updateManyAndReturn({
        where: { id },
        data: { ...values, version: { increment: 1 } },
      });
      if (after === undefined) throw new Error('An alert vanished while it was held');
      await this.journal.record(db, [{ kind, before, after }]);
      return after;
    });
    return AlertDto.from(changed);
  }

  private async requireItem(db: ScopedTransaction, id: string): Promise<void> {
    if ((await db.item.count({ where: { id } })) === 0) throw noItem('item_id');
  }

  private async requireMember(db: ScopedTransaction, subject: string): Promise<void> {
    const member = { issuer: this.issuer, subject, status: 'active' };
    if ((await db.membership.count({ where: member })) === 0) throw noMember();
  }
}

function requireState(alert: Alert, wanted: readonly AlertStatus[]): void {
  const status = alert.status as AlertStatus;
  if (!wanted.includes(status)) throw notInState(status, wanted);
}

/** Values that are there already; `labels` in whatever order. */
function changesNothing(alert: Alert, values: Values): boolean {
  return Object.entries(values).every(([field, value]) => {
    const known = alert[field as keyof Alert];
    return field === 'labels' ? sameLabels(known, value) : known === value;
  });
}

function sameLabels(one: unknown, other: unknown): boolean {
  const sorted = (labels: unknown) => JSON.stringify(Object.entries(labels as object).toSorted());
  return sorted(one) === sorted(other);
}
