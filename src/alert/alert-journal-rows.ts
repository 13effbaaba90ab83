import type { AuditColumns } from '../audit/audit-log.ts';
import { Prisma } from '../platform/database/generated/client.ts';

/** A line of an alert's timeline, and of the tenant's audit. What is absent is NULL. */
export interface JournalEntry {
  readonly alert_id: string;
  readonly kind: string;
  readonly action: string;
  readonly comment: string | undefined;
  readonly before: object | undefined;
  readonly after: object | undefined;
}

export interface EventActor {
  readonly actorType: string;
  readonly actorId: string | null;
  readonly actorName: string | null;
}

/** For the entries in the audit that {@link insertJournal} makes. */
export const JOURNAL_AUDIT: AuditColumns = {
  made: Prisma.raw('given'),
  action: Prisma.raw('action'),
  targetType: Prisma.raw(`'alert'`),
  targetId: Prisma.raw('alert_id'),
  before: Prisma.raw('before'),
  // A comment changes no field of its alert: the comment is what there is after it.
  after: Prisma.raw(`CASE WHEN comment IS NULL THEN after ELSE jsonb_build_object('comment', comment) END`),
};

interface Journal {
  readonly tenant: string;
  readonly actor: EventActor;
  readonly entries: readonly JournalEntry[];
  /** Writes the entries of {@link JOURNAL_AUDIT}. */
  readonly audit: Prisma.Sql;
}

/** Timeline and audit in one statement, however many entries there are. */
export function insertJournal({ tenant, actor, entries, audit }: Journal): Prisma.Sql {
  return Prisma.sql`
    WITH given AS MATERIALIZED (
      SELECT * FROM json_to_recordset(${JSON.stringify(entries)}::json)
        AS (alert_id uuid, kind text, action text, comment text, before jsonb, after jsonb)
    ), told AS (
      INSERT INTO alert_events (tenant_id, alert_id, kind, actor_type, actor_id, actor_name, comment, before, after)
      SELECT ${tenant}, alert_id, kind, ${actor.actorType}, ${actor.actorId}, ${actor.actorName}, comment, before, after
      FROM given
    )
    ${audit}`;
}
