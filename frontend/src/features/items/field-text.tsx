'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ItemBody } from '@/lib/types';
import type { ItemField } from './item-values';
import { useScalarText } from './use-scalar-text';

/** A field of an item beside the same of `other`; of attributes those alone that differ. */
export function FieldText({ field, body, other }: { field: ItemField; body: ItemBody; other: ItemBody }) {
  const t = useTranslations('items');
  const scalar = useScalarText();
  const lines = linesOf();
  if (lines.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('nothing')}
      </Text>
    );
  return lines.map((line) => (
    <Text key={line} size="sm" className="long lines">
      {line}
    </Text>
  ));

  function linesOf(): string[] {
    if (field === 'tags') return body.tags.length === 0 ? [] : [body.tags.join(', ')];
    if (field === 'attributes')
      return Object.entries(body.attributes)
        .filter(([name, value]) => other.attributes[name] !== value)
        .map(([name, value]) => `${name}: ${scalar(value)}`);
    const text = body[field];
    return text === null ? [] : [text];
  }
}
