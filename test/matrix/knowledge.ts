/** What of a tenant's a parameter or a field can hold. */
export type Holding =
  | 'item'
  | 'alert'
  | 'apiKey'
  | 'channel'
  | 'delivery'
  | 'subject'
  | 'tenant'
  | 'cursor'
  | 'key'
  | 'word'
  | 'tag';

/**
 * Every place of every route where something of another tenant could be put, or why nothing can. A new parameter has to
 * be entered here, or the matrix fails and names it.
 */
const PLACES: Readonly<Record<string, Holding | 'nothing'>> = {
  'path items/{id}': 'item',
  'path alerts/{id}': 'alert',
  'path api-keys/{id}': 'apiKey',
  'path alert-channels/{id}': 'channel',
  'path deliveries/{delivery_id}': 'delivery',
  'path members/{sub}': 'subject',
  'path tenants/{tenant_id}': 'tenant',
  'query owner_sub': 'subject',
  'query actor_sub': 'subject',
  'query assignee_sub': 'subject',
  'query item_id': 'item',
  'query source': 'word',
  'query target': 'item',
  'query cursor': 'cursor',
  'query q': 'word',
  'query tag': 'tag',
  'query limit': 'nothing',
  'query sort': 'nothing',
  'query status': 'nothing',
  'query severity': 'nothing',
  'query action': 'nothing',
  'query from': 'nothing',
  'query to': 'nothing',
  'query bucket': 'nothing',
  'query format': 'nothing',
  'header Idempotency-Key': 'key',
  'header If-Match': 'nothing',
  'header If-None-Match': 'nothing',
  // A place in the tenant's own feed: stream.e2e-spec.ts.
  'header Last-Event-ID': 'nothing',
  // Named by who asks, see cast.ts.
  'header X-Tenant-Id': 'nothing',
  'body tenant_id': 'tenant',
  'body item_id': 'item',
  'body assignee_sub': 'subject',
};

/** Fields that no body may have, in the names of the interface and of the code: whose row it is, is never asked. */
export const NEVER_ACCEPTED: Readonly<Record<string, Holding>> = {
  id: 'item',
  tenant_id: 'tenant',
  tenantId: 'tenant',
  owner_sub: 'subject',
  ownerSub: 'subject',
};

export interface Place {
  readonly in: 'path' | 'query' | 'header' | 'body';
  readonly name: string;
  readonly holds: Holding;
}

/**
 * @param route for the message: `GET /api/items/{id}`
 * @returns `undefined` where nothing of a tenant's can stand
 * @throws {Error} for a place that is not known
 */
export function placeOf(route: string, where: Place['in'], name: string): Place | undefined {
  const key = where === 'path' ? `path ${segmentBefore(route, name)}/{${name}}` : `${where} ${name}`;
  const holds = PLACES[key];
  if (holds === undefined) throw new Error(`${route}: the matrix does not know what "${key}" holds`);
  return holds === 'nothing' ? undefined : { in: where, name, holds };
}

/** A field of a body is content unless its name or form says that it points at something. */
export function looksLikeId(name: string, format: string | undefined): boolean {
  return format === 'uuid' || /(^|_)(id|ids|sub|subs)$/.test(name);
}

function segmentBefore(route: string, name: string): string {
  const segments = route.split('/');
  return segments[segments.indexOf(`{${name}}`) - 1] ?? '';
}
