'use client';
import { Group, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useTranslations } from 'next-intl';

/** Tags; pressing one shows the items that have it. */
export function TagChips({
  tags,
  most = tags.length,
  onPick,
}: {
  tags: readonly string[];
  /** How many there is room for. */
  most?: number;
  onPick: (tag: string) => void;
}) {
  const t = useTranslations('items');
  const hidden = tags.slice(most);
  return (
    <Group gap={4}>
      {tags.slice(0, most).map((tag) => (
        <UnstyledButton
          key={tag}
          className="tag"
          aria-label={t('filterByTag', { tag })}
          onClick={() => onPick(tag)}
        >
          {tag}
        </UnstyledButton>
      ))}
      {hidden.length > 0 && (
        <Text size="xs" c="dimmed" title={hidden.join(', ')}>
          <span aria-hidden>+{hidden.length}</span>
          <VisuallyHidden>{t('moreTags', { count: hidden.length })}</VisuallyHidden>
        </Text>
      )}
    </Group>
  );
}
