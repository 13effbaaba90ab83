import type pg from 'pg';
import { DEMO_ALERTS, type DemoAlert } from './alerts.ts';

const HOUR = 3_600_000;
/** The newest alert is so old when it is made, for time to have passed in which somebody handled it. */
const NEWEST_AGE = 5 * HOUR;
const HOURS_BETWEEN = 9;

interface DemoEvent {
  readonly kind: 'created' | 'repeated' | 'acknowledged' | 'commented' | 'resolved';
  readonly at: Date;
  readonly count?: number;
  readonly comment?: string;
  readonly before?: object;
  readonly after?: object;
}

/**
 * Raises the demo alerts of a tenant that has never had any, with what has happened to them.
 *
 * @param person who looked after them: `sub` and name
 * @returns how many
 */
export async function addAlerts(
  client: pg.Client,
  tenantId: string,
  person: { readonly sub: string; readonly name: string },
): Promise<number> {
  const now = Date.now();
  const { rowCount } = await client.query('SELECT FROM alert_feeds WHERE tenant_id = $1', [tenantId]);
  const alerts = DEMO_ALERTS[tenantId] ?? [];
  if (rowCount !== 0) return 0;
  // Oldest first: changes are numbered in the order they are made.
  for (const [age, alert] of [...alerts.entries()].reverse()) {
    const raised = new Date(now - NEWEST_AGE - age * HOURS_BETWEEN * HOUR);
    const events = eventsOf(alert, raised);
    const { rows } = await client.query<{ id: string }>(ALERT, [
      tenantId,
      JSON.stringify(rowOf(alert, events)),
    ]);
    await client.query(EVENTS, [tenantId, rows[0]?.id, JSON.stringify(events), person.sub, person.name]);
  }
  return alerts.length;
}

const ALERT = `INSERT INTO alerts (tenant_id, id, title, description, severity, status, source, dedup_key, occurrences, labels,
    item_id, version, created_at, updated_at, last_seen_at, acknowledged_at, resolved_at)
  SELECT $1, uuidv7(raised - clock_timestamp()), title, description, severity, status, source, dedup_key, occurrences, labels,
    (SELECT id FROM items WHERE tenant_id = $1 AND name = item LIMIT 1), version, raised, changed, seen, acknowledged, resolved
  FROM jsonb_to_record($2) AS row (title text, description text, severity text, status text, source text, dedup_key text,
    occurrences int, labels jsonb, item text, version int, raised timestamptz, changed timestamptz, seen timestamptz,
    acknowledged timestamptz, resolved timestamptz)
  RETURNING id`;

const EVENTS = `INSERT INTO alert_events (tenant_id, id, alert_id, kind, actor_type, actor_id, actor_name, comment, before, after,
    count, at, last_at)
  SELECT $1, uuidv7(at - clock_timestamp()), $2, kind, CASE WHEN person THEN 'user' ELSE 'system' END,
    CASE WHEN person THEN $4 END, CASE WHEN person THEN $5 END, comment, before, after, coalesce(count, 1), at, at
  FROM jsonb_to_recordset($3) AS row (kind text, at timestamptz, comment text, before jsonb, after jsonb, count int),
    LATERAL (SELECT kind NOT IN ('created', 'repeated')) AS by (person)
  ORDER BY at`;

function rowOf(alert: DemoAlert, events: readonly DemoEvent[]) {
  const atOf = (kind: DemoEvent['kind']) => events.find((event) => event.kind === kind)?.at ?? null;
  const { occurrences = 1 } = alert;
  const raised = atOf('created');
  return {
    ...alert,
    occurrences,
    dedup_key: occurrences > 1 ? `${alert.source}: ${alert.title}` : null,
    version: occurrences + events.filter(({ kind }) => kind === 'acknowledged' || kind === 'resolved').length,
    raised,
    changed: events.filter(({ kind }) => kind !== 'commented').at(-1)?.at ?? raised,
    seen: atOf('repeated') ?? raised,
    acknowledged: atOf('acknowledged'),
    resolved: atOf('resolved'),
  };
}

function eventsOf({ status, occurrences = 1, comment }: DemoAlert, raised: Date): DemoEvent[] {
  const after = (hours: number) => new Date(raised.getTime() + hours * HOUR);
  return [
    { kind: 'created', at: raised },
    ...(occurrences > 1 ? [{ kind: 'repeated', at: after(0.5), count: occurrences - 1 } as const] : []),
    ...(status === 'open'
      ? []
      : [
          {
            kind: 'acknowledged',
            at: after(1),
            before: { status: 'open' },
            after: { status: 'acknowledged' },
          } as const,
        ]),
    ...(comment === undefined ? [] : [{ kind: 'commented', at: after(1.5), comment } as const]),
    ...(status === 'resolved'
      ? [
          {
            kind: 'resolved',
            at: after(4),
            before: { status: 'acknowledged' },
            after: { status: 'resolved' },
          } as const,
        ]
      : []),
  ];
}
