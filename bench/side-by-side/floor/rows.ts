import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { query } from './database.ts';

type Row = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly created_at: Date;
  readonly updated_at: Date;
};

const ITEM = 'tenant_id, id, owner_sub, name, description, tags, attributes, version, created_at, updated_at';
const ALERT = `tenant_id, id, owner_sub, title, description, severity, status, source, dedup_key, occurrences, labels,
  item_id, assignee_sub, version, created_at, updated_at, last_seen_at, acknowledged_at, resolved_at`;
const AUDIT =
  'tenant_id, actor_issuer, actor_sub, action, target_type, target_id, after, request_id, address';

const LIST_ITEMS = {
  name: 'list-items',
  text: `SELECT ${ITEM} FROM items WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2`,
};
const LIST_ALERTS = {
  name: 'list-alerts',
  text: `SELECT ${ALERT} FROM alerts WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2`,
};
const GET_ITEM = {
  name: 'get-item',
  text: `SELECT ${ITEM} FROM items WHERE tenant_id = $1 AND id = $2`,
};
const CREATE_ITEM = {
  name: 'create-item',
  text: `WITH made AS (
      INSERT INTO items (tenant_id, owner_sub, name, description, tags, attributes)
      VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${ITEM}
    ), audited AS (
      INSERT INTO audit_entries (${AUDIT})
      SELECT $1, $7, $2, 'item.create', 'item', id,
        jsonb_build_object('name', name, 'description', description, 'tags', tags, 'attributes', attributes), $8, $9
      FROM made
    )
    SELECT * FROM made`,
};
const INGEST = {
  name: 'ingest',
  text: `WITH made AS (
      INSERT INTO alerts (tenant_id, title, severity, source, labels) VALUES ($1, $2, $3, $4, $5) RETURNING ${ALERT}
    ), told AS (
      INSERT INTO alert_events (tenant_id, alert_id, kind, actor_type, actor_id, actor_name, after)
      SELECT $1, id, 'created', 'api_key', $6, $7, jsonb_build_object('title', title) FROM made
    ), audited AS (
      INSERT INTO audit_entries (${AUDIT})
      SELECT $1, 'api-key', $6, 'alert.create', 'alert', id, jsonb_build_object('title', title), $8, $9 FROM made
    )
    SELECT * FROM made`,
};

export const listItems = (tenantId: string, limit: number) => page(tenantId, LIST_ITEMS, limit);
export const listAlerts = (tenantId: string, limit: number) => page(tenantId, LIST_ALERTS, limit);

export async function getItem(tenantId: string, id: string): Promise<unknown> {
  const [row] = await query<Row>(tenantId, GET_ITEM, [tenantId, id]);
  return row;
}

export interface Caller {
  readonly issuer: string;
  readonly subject: string;
  readonly requestId: string;
  readonly address: string | undefined;
}

export async function createItem(
  tenantId: string,
  { name, description = null, tags = [], attributes = {} }: Readonly<Record<string, unknown>>,
  { issuer, subject, requestId, address }: Caller,
): Promise<unknown> {
  const values = [tenantId, subject, name, description, tags, attributes, issuer, requestId, address];
  const [row] = await query<Row>(tenantId, CREATE_ITEM, values);
  return row;
}

export async function ingest(
  tenantId: string,
  { title, severity = 'warning', source, labels = {} }: Readonly<Record<string, unknown>>,
  machine: {
    readonly id: string;
    readonly name: string;
    readonly requestId: string;
    readonly address?: string;
  },
): Promise<unknown> {
  const { id, name, requestId, address } = machine;
  const values = [tenantId, title, severity, source ?? name, labels, id, name, requestId, address];
  return {
    received: 1,
    created: 1,
    repeated: 0,
    resolved: 0,
    alerts: await query<Row>(tenantId, INGEST, values),
  };
}

async function page(
  tenantId: string,
  statement: { readonly name: string; readonly text: string },
  limit: number,
): Promise<unknown> {
  const rows = await query<Row>(tenantId, statement, [tenantId, limit + 1]);
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, next_cursor: rows.length > limit && last ? cursorAfter(last) : null };
}

const CURSOR_KEY = createSecretKey(randomBytes(32));

function cursorAfter({ created_at, id }: Row): string {
  const position = Buffer.from(JSON.stringify([created_at, id]));
  const tag = createHmac('sha256', CURSOR_KEY).update(position).digest().subarray(0, 16);
  return Buffer.concat([tag, position]).toString('base64url');
}
