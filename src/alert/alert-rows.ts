import { Prisma, type Alert } from '../platform/database/generated/client.ts';
import { timeColumn } from '../platform/database/list/row-order.ts';
import type { SearchedTable } from '../platform/database/list/term-search.ts';
import type { CreateAlertDto } from './alert.dto.ts';

const ALERT_COLUMNS = Prisma.sql`tenant_id AS "tenantId", id, owner_sub AS "ownerSub", title, description, severity, status,
  source, dedup_key AS "dedupKey", occurrences, labels, item_id AS "itemId", assignee_issuer AS "assigneeIssuer",
  assignee_sub AS "assigneeSub", version, created_at AS "createdAt", updated_at AS "updatedAt",
  last_seen_at AS "lastSeenAt", acknowledged_at AS "acknowledgedAt", resolved_at AS "resolvedAt",
  created_number AS "createdNumber", change_number AS "changeNumber"`;

export const ALERTS: SearchedTable = {
  rows: Prisma.raw('alerts'),
  columns: ALERT_COLUMNS,
  terms: Prisma.raw('alert_terms'),
  termKey: Prisma.raw('alert_id'),
};

export const ALERT_SORTS = [
  'created_at',
  '-created_at',
  'updated_at',
  '-updated_at',
  'last_seen_at',
  '-last_seen_at',
] as const;
export type AlertSort = (typeof ALERT_SORTS)[number];

export const ALERT_ORDERS = {
  created_at: timeColumn('created_at', 'createdAt'),
  updated_at: timeColumn('updated_at', 'updatedAt'),
  last_seen_at: timeColumn('last_seen_at', 'lastSeenAt'),
};

/** An alert to be: `occurrences` of it are reported at once. */
export interface NewAlert extends CreateAlertDto {
  readonly source: string;
  readonly owner: string | null;
  readonly occurrences: number;
}

/** What became of a {@link NewAlert}: a row of its own, or one more occurrence of the row that was there. */
export interface ReportedAlert extends Alert {
  readonly isNew: boolean;
  /** Of the list given; `null` where the row was there before. */
  readonly place: bigint | null;
}

/**
 * Makes rows, or counts them where an unresolved one has their key: whoever comes at the same moment waits for the row
 * and finds it. No two of `alerts` may have the same key. In the order of their keys, so that two lists that share
 * some do not wait for each other.
 */
export function reportAlerts(tenant: string, alerts: readonly NewAlert[]): Prisma.Sql {
  const rows = alerts.map(
    ({ title, description, severity, source, dedup_key, labels, item_id, ...rest }) => ({
      owner: rest.owner,
      title,
      description: description ?? null,
      severity: severity ?? 'warning',
      source,
      dedup_key: dedup_key ?? null,
      labels: labels ?? {},
      item_id: item_id ?? null,
      occurrences: rest.occurrences,
    }),
  );
  return Prisma.sql`
    WITH given AS MATERIALIZED (
      SELECT uuidv7() AS id, row.* FROM ROWS FROM (
        json_to_recordset(${JSON.stringify(rows)}::json) AS (
          owner text, title text, description text, severity text, source text, dedup_key text, labels jsonb,
          item_id uuid, occurrences integer
        )
      ) WITH ORDINALITY AS row (
        owner, title, description, severity, source, dedup_key, labels, item_id, occurrences, place
      )
    ), reported AS (
      INSERT INTO alerts AS known
        (tenant_id, id, owner_sub, title, description, severity, source, dedup_key, labels, item_id, occurrences)
      SELECT ${tenant}, id, owner, title, description, severity, source, dedup_key, labels, item_id, occurrences
      FROM given ORDER BY dedup_key, place
      ON CONFLICT (tenant_id, dedup_key) WHERE status <> 'resolved' DO UPDATE SET
        occurrences = known.occurrences + excluded.occurrences, last_seen_at = clock_timestamp(),
        updated_at = clock_timestamp(), version = known.version + 1
      RETURNING new.*, old.id IS NULL AS is_new
    )
    SELECT ${ALERT_COLUMNS}, is_new AS "isNew", place
    FROM (SELECT reported.*, place FROM reported LEFT JOIN given USING (id)) AS reported`;
}

/** The row, kept from everybody else's changes until the transaction ends. */
export function lockedAlert(tenant: string, id: string): Prisma.Sql {
  return Prisma.sql`SELECT ${ALERT_COLUMNS} FROM alerts
    WHERE tenant_id = ${tenant} AND id = ${id}::uuid FOR NO KEY UPDATE`;
}

/** As {@link lockedAlert}, the unresolved ones of these keys. */
export function lockedAlertsOfKeys(tenant: string, keys: readonly string[]): Prisma.Sql {
  return Prisma.sql`SELECT ${ALERT_COLUMNS} FROM alerts
    WHERE tenant_id = ${tenant} AND dedup_key = ANY(${keys}) AND status <> 'resolved'
    ORDER BY dedup_key FOR NO KEY UPDATE`;
}

/** Tells readers of the feed that there is something new about the alert, though its own fields are as they were. */
export function touchedAlert(tenant: string, id: string): Prisma.Sql {
  return Prisma.sql`UPDATE alerts SET version = version WHERE tenant_id = ${tenant} AND id = ${id}::uuid`;
}

/** What has changed behind a place in the tenant's feed, each alert once, as it is now. */
export function changedAlerts(tenant: string, after: bigint, limit: number): Prisma.Sql {
  return Prisma.sql`SELECT ${ALERT_COLUMNS} FROM alerts
    WHERE tenant_id = ${tenant} AND change_number > ${after} ORDER BY change_number LIMIT ${limit}`;
}
