import type { AlertChannel } from '../platform/database/generated/client.ts';
import { originOf } from './channel-target.ts';

type Action = 'create' | 'update' | 'delete' | 'rotate_secret';

export function channelTarget(action: Action, id: string) {
  return { action: `channel.${action}`, targetType: 'channel', targetId: id };
}

/** What the audit keeps of a channel: of its address the origin alone. */
export function auditable(row: AlertChannel) {
  return {
    name: row.name,
    type: row.type,
    url: originOf(row.url),
    recipients: row.recipients,
    min_severity: row.minSeverity,
    enabled: row.enabled,
  };
}

/** The fields that differ, before and after. A path that changed shows as an address that is there twice. */
export function changes(before: AlertChannel, after: AlertChannel) {
  const [was, is] = [auditable(before), auditable(after)];
  const differs = (field: keyof typeof was) =>
    JSON.stringify(was[field]) !== JSON.stringify(is[field]) || (field === 'url' && before.url !== after.url);
  const changed = (Object.keys(was) as (keyof typeof was)[]).filter(differs);
  const only = (values: typeof was) => Object.fromEntries(changed.map((field) => [field, values[field]]));
  return { before: only(was), after: only(is) };
}
