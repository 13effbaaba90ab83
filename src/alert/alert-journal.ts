import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import { Deliveries } from '../channel/deliveries.ts';
import { currentActor } from '../platform/context/request-context.ts';
import type { Alert } from '../platform/database/generated/client.ts';
import type { ScopedTransaction } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { AlertDto, type Labels } from './alert.dto.ts';
import { JOURNAL_AUDIT, insertJournal, type EventActor, type JournalEntry } from './alert-journal-rows.ts';

/** A change that has been made: what it is called in the timeline, and the row before and after. */
export interface AlertChange {
  readonly kind: 'created' | 'acknowledged' | 'resolved' | 'reopened' | 'assigned' | 'updated' | 'commented';
  readonly before?: Alert;
  readonly after: Alert;
  readonly comment?: string;
}

/** The alert was reported again, so often. */
export interface Repetition {
  readonly alertId: string;
  readonly count: number;
}

const AUDIT_ACTIONS = {
  created: 'alert.create',
  acknowledged: 'alert.acknowledge',
  resolved: 'alert.resolve',
  reopened: 'alert.reopen',
  assigned: 'alert.assign',
  updated: 'alert.update',
  commented: 'alert.comment',
} as const;

/** Of what happens to an alert, this is sent out. */
const SENT = { created: 'alert.created', resolved: 'alert.resolved', reopened: 'alert.reopened' } as const;

const FIELDS = ['title', 'description', 'severity', 'status', 'labels', 'itemId', 'assigneeSub'] as const;
const NAMES = { itemId: 'item_id', assigneeSub: 'assignee_sub' } as Readonly<Record<string, string>>;

/**
 * Writes down what happens to alerts, in the transaction of the change: in the timeline of the alert, in the audit of
 * the tenant, and for the channels that it goes out by. Repetitions are in the timeline alone: they are a machine's
 * doing, may be many, and change nothing that anybody decided.
 */
@Injectable()
export class AlertJournal {
  constructor(
    private readonly audit: AuditLog,
    private readonly deliveries: Deliveries,
    private readonly tenants: TenantService,
  ) {}

  async record(db: ScopedTransaction, changes: readonly AlertChange[]): Promise<void> {
    if (changes.length === 0) return;
    const entries = changes.map(entryOf);
    const audit = this.audit.insertion(this.tenants.id, JOURNAL_AUDIT);
    await db.$executeRaw(insertJournal({ tenant: this.tenants.id, actor: eventActor(), entries, audit }));
    await this.deliveries.enqueue(
      db,
      changes.flatMap(({ kind, after }) =>
        kind in SENT ? [{ name: SENT[kind as keyof typeof SENT], alert: { ...AlertDto.from(after) } }] : [],
      ),
    );
  }

  /** What repeats without anything in between stays one line of the timeline, whose count goes up. */
  async recordRepeated(db: ScopedTransaction, repetitions: readonly Repetition[]): Promise<void> {
    if (repetitions.length === 0) return;
    const actor = eventActor();
    // Once for each that is given: without MATERIALIZED a young table's plan looks for the latest of each pair.
    const counted = await db.$queryRaw<{ alertId: string }[]>`
      WITH given AS (
        SELECT * FROM json_to_recordset(${JSON.stringify(repetitions)}::json) AS ("alertId" uuid, count integer)
      ), latest AS MATERIALIZED (
        SELECT event.id, event.kind, given.count FROM given CROSS JOIN LATERAL (
          SELECT id, kind FROM alert_events
          WHERE tenant_id = ${this.tenants.id} AND alert_id = given."alertId" ORDER BY id DESC LIMIT 1
        ) AS event
      )
      UPDATE alert_events e SET count = e.count + latest.count, last_at = clock_timestamp()
      FROM latest
      WHERE e.tenant_id = ${this.tenants.id} AND e.id = latest.id AND latest.kind = 'repeated'
        AND e.actor_type = ${actor.actorType} AND e.actor_id IS NOT DISTINCT FROM ${actor.actorId}
      RETURNING e.alert_id AS "alertId"`;
    const done = new Set(counted.map(({ alertId }) => alertId));
    const begun = repetitions.filter(({ alertId }) => !done.has(alertId));
    if (begun.length === 0) return;
    await db.alertEvent.createMany({
      data: begun.map(({ alertId, count }) => ({ ...actor, alertId, kind: 'repeated', count })),
    });
  }
}

function eventActor(): EventActor {
  const actor = currentActor();
  return {
    actorType: actor?.type ?? 'system',
    actorId: actor?.id ?? null,
    actorName: actor?.name ?? null,
  };
}

function entryOf({ kind, after, before, comment }: AlertChange): JournalEntry {
  const { was, is } = fieldsOf({ kind, after, ...(before && { before }) });
  return { alert_id: after.id, kind, action: AUDIT_ACTIONS[kind], comment, before: was, after: is };
}

/** The fields that differ, before and after; of a new alert all. */
function fieldsOf({ kind, before, after }: AlertChange) {
  if (kind === 'commented') return { was: undefined, is: undefined };
  const is = told(after);
  if (before === undefined) return { was: undefined, is };
  const was = told(before);
  const changed = Object.keys(is).filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]));
  const only = (values: ReturnType<typeof told>) =>
    Object.fromEntries(changed.map((name) => [name, values[name] ?? null]));
  return { was: only(was), is: only(is) };
}

function told(row: Alert): Readonly<Record<string, string | null | Labels>> {
  return Object.fromEntries(
    FIELDS.map((field) => [NAMES[field] ?? field, row[field] as string | null | Labels]),
  );
}
