import { randomId } from '@mantine/hooks';
import type { Item, ItemBody } from '@/lib/types';

export const ATTRIBUTE_TYPES = ['text', 'number', 'boolean', 'empty'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** An attribute as it is typed. */
export interface AttributeRow {
  readonly key: string;
  name: string;
  type: AttributeType;
  /** Of a yes or no, `true` or `false`. */
  value: string;
}

/** An item as a form has it: all of it text that can be typed. */
export interface ItemValues {
  name: string;
  description: string;
  tags: string[];
  attributes: AttributeRow[];
}

type Attributes = ItemBody['attributes'];
type Scalar = Attributes[string];

export const ITEM_FIELDS = ['name', 'description', 'tags', 'attributes'] as const;
export type ItemField = (typeof ITEM_FIELDS)[number];

export const NEW_ITEM: ItemBody = { name: '', description: null, tags: [], attributes: {} };

/** What people write of an item. The API's attributes are flat. */
export function bodyOf({ name, description, tags, attributes }: Item): ItemBody {
  return { name, description, tags, attributes: attributes as Attributes };
}

export function valuesOf({ name, description, tags, attributes }: ItemBody): ItemValues {
  return {
    name,
    description: description ?? '',
    tags,
    attributes: Object.entries(attributes).map(([attribute, value]) => attributeRow(attribute, value)),
  };
}

export function attributeRow(name: string, value: Scalar): AttributeRow {
  const known = { string: 'text', number: 'number', boolean: 'boolean' } as const;
  const type = value === null ? 'empty' : known[typeof value as keyof typeof known];
  return { key: randomId(), name, type, value: value === null ? '' : String(value) };
}

export function typedBody({ name, description, tags, attributes }: ItemValues): ItemBody {
  return {
    name: name.trim(),
    description: description.trim() === '' ? null : description,
    tags,
    attributes: Object.fromEntries(attributes.map((row) => [row.name.trim(), typedValue(row)])),
  };
}

function typedValue({ type, value }: AttributeRow): Scalar {
  switch (type) {
    case 'text':
      return value;
    case 'number':
      return Number(value);
    case 'boolean':
      return value === 'true';
    case 'empty':
      return null;
  }
}

/** The fields that differ: what is not sent stays as it is, whoever else changes it. */
export function changesOf(before: ItemBody, after: ItemBody): Partial<ItemBody> {
  return Object.fromEntries(
    ITEM_FIELDS.filter((field) => !isSame(before[field], after[field])).map((field) => [field, after[field]]),
  );
}

/** The order of attributes says nothing: the API keeps none. */
export function isSame(one: ItemBody[ItemField], other: ItemBody[ItemField]): boolean {
  const plain = (value: typeof one) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : JSON.stringify(value);
  return plain(one) === plain(other);
}
