import { Injectable } from '@nestjs/common';
import type { Alert } from '../platform/database/generated/client.ts';
import { IdempotencyKeys } from '../tenancy/idempotency-keys.ts';
import type { ScopedTransaction } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { AlertChanges } from './alert-changes.ts';
import { AlertJournal } from './alert-journal.ts';
import { noItem } from './alert-problems.ts';
import { lockedAlertsOfKeys, reportAlerts, type NewAlert, type ReportedAlert } from './alert-rows.ts';
import { AlertDto, type CreateAlertDto } from './alert.dto.ts';

/** What is reported at once. */
export interface Intake {
  readonly reports: readonly CreateAlertDto[];
  /** `dedup_key` of what is over. One that nothing unresolved has is passed over. */
  readonly resolved?: readonly string[];
  /** `sub` of the user who reports, or whom it is about; none of a machine's. */
  readonly owner?: string | null;
  /** For reports that do not say theirs. */
  readonly source: string;
  /** How the input names a field of the n-th report, for messages. */
  readonly fieldOf?: (report: number, field: string) => string;
}

export interface IntakeOutcome {
  readonly created: number;
  readonly repeated: number;
  readonly resolved: number;
  /** One for each report, in their order: as it is now. */
  readonly alerts: readonly AlertDto[];
}

/** Takes reports in: each makes an alert, or counts for the unresolved one that has its key. */
@Injectable()
export class AlertIntake {
  constructor(
    private readonly changes: AlertChanges,
    private readonly journal: AlertJournal,
    private readonly tenants: TenantService,
    private readonly keys: IdempotencyKeys,
  ) {}

  /**
   * All of it or nothing, in one transaction with the record of the answer.
   *
   * @param answer what the caller is told, kept for a repetition of the request
   * @throws {InvalidRequest} for an item that is not the tenant's
   */
  take<T>(intake: Intake, answer: (outcome: IntakeOutcome) => T): Promise<T> {
    return this.changes.within(async (db) => {
      await this.requireItems(db, intake);
      const resolved = await this.resolve(db, intake.resolved ?? []);
      const outcome = { ...(await this.report(db, intake)), resolved };
      const told = answer(outcome);
      await this.keys.record(db, told);
      return told;
    });
  }

  private async report(db: ScopedTransaction, intake: Intake): Promise<Omit<IntakeOutcome, 'resolved'>> {
    const { alerts, placeOf } = together(intake);
    if (alerts.length === 0) return { created: 0, repeated: 0, alerts: [] };
    const rows = await db.$queryRaw<ReportedAlert[]>(reportAlerts(this.tenants.id, alerts));
    const byPlace = new Map(rows.map((row) => [placeAmong(alerts, row), row]));
    const made = rows.filter(({ isNew }) => isNew);
    await this.journal.record(
      db,
      made.map((after) => ({ kind: 'created', after })),
    );
    const repetitions = rows
      .map((row) => ({
        alertId: row.id,
        count: (alerts[placeAmong(alerts, row)]?.occurrences ?? 1) - (row.isNew ? 1 : 0),
      }))
      .filter(({ count }) => count > 0);
    await this.journal.recordRepeated(db, repetitions);
    return {
      created: made.length,
      repeated: intake.reports.length - made.length,
      alerts: intake.reports.flatMap((_, report) => {
        const row = byPlace.get(placeOf[report] ?? -1);
        return row === undefined ? [] : [AlertDto.from(row)];
      }),
    };
  }

  private async resolve(db: ScopedTransaction, keys: readonly string[]): Promise<number> {
    if (keys.length === 0) return 0;
    const open = await db.$queryRaw<Alert[]>(lockedAlertsOfKeys(this.tenants.id, keys));
    if (open.length === 0) return 0;
    const rows = await db.alert.updateManyAndReturn({
      where: { id: { in: open.map(({ id }) => id) } },
      data: { status: 'resolved', resolvedAt: new Date(), version: { increment: 1 } },
    });
    await this.journal.record(
      db,
      open.flatMap((before) => {
        const after = rows.find(({ id }) => id === before.id);
        return after === undefined ? [] : [{ kind: 'resolved' as const, before, after }];
      }),
    );
    return rows.length;
  }

  private async requireItems(db: ScopedTransaction, { reports, fieldOf = listed }: Intake): Promise<void> {
    const wanted = reports.flatMap(({ item_id }) => (typeof item_id === 'string' ? [item_id] : []));
    if (wanted.length === 0) return;
    const found = await db.item.findMany({ where: { id: { in: wanted } }, select: { id: true } });
    const known = new Set(found.map(({ id }) => id));
    const missing = reports.findIndex(
      ({ item_id }) => typeof item_id === 'string' && !known.has(item_id.toLowerCase()),
    );
    if (missing !== -1) throw noItem(fieldOf(missing, 'item_id'));
  }
}

function listed(report: number, field: string): string {
  return `alerts.${report}.${field}`;
}

/** Reports of one key become one alert that occurred so often; the first one says what it is. */
function together({ reports, owner = null, source }: Intake): {
  readonly alerts: readonly NewAlert[];
  /** Of each report, the place among `alerts`. */
  readonly placeOf: readonly number[];
} {
  const alerts: (NewAlert & { occurrences: number })[] = [];
  const byKey = new Map<string, number>();
  const placeOf = reports.map((report) => {
    const key = report.dedup_key ?? undefined;
    const known = key === undefined ? undefined : byKey.get(key);
    const same = known === undefined ? undefined : alerts[known];
    if (known !== undefined && same !== undefined) {
      same.occurrences += 1;
      return known;
    }
    const place = alerts.push({ ...report, source: report.source ?? source, owner, occurrences: 1 }) - 1;
    if (key !== undefined) byKey.set(key, place);
    return place;
  });
  return { alerts, placeOf };
}

/** A row that was there before is known by its key. */
function placeAmong(alerts: readonly NewAlert[], { place, dedupKey }: ReportedAlert): number {
  if (place !== null) return Number(place) - 1;
  return alerts.findIndex(({ dedup_key }) => dedup_key === dedupKey);
}
