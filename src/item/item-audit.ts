import type { Item } from '../platform/database/generated/client.ts';
import type { Attributes } from './item.dto.ts';

const FIELDS = ['name', 'description', 'tags', 'attributes'] as const;

/** What the audit keeps of an item: the fields that people write. */
export function auditable(row: Item) {
  return {
    name: row.name,
    description: row.description,
    tags: row.tags,
    attributes: row.attributes as Attributes,
  };
}

/** The fields that differ, before and after. */
export function changes(before: Item, after: Item) {
  const [was, is] = [auditable(before), auditable(after)];
  const changed = FIELDS.filter((field) => JSON.stringify(was[field]) !== JSON.stringify(is[field]));
  const only = (values: ReturnType<typeof auditable>) =>
    Object.fromEntries(changed.map((field) => [field, values[field]]));
  return { before: only(was), after: only(is) };
}
