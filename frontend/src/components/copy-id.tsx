'use client';
import { Button, Code, CopyButton, Group } from '@mantine/core';
import { useTranslations } from 'next-intl';

/** An id to be told to somebody, as in a report of what went wrong. */
export function CopyId({ id, label }: { id: string; label?: string }) {
  const t = useTranslations('form');
  return (
    <Group gap="xs">
      <Code>{id}</Code>
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="default" onClick={copy}>
            {copied ? t('copied') : (label ?? t('copy'))}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
