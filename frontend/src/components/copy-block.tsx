'use client';
import { Button, Code, CopyButton, Group, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';

/** Text to be taken elsewhere: a key, a command, a piece of configuration. */
export function CopyBlock({ label, value }: { label: string; value: string }) {
  const t = useTranslations('form');
  return (
    <div role="group" aria-label={label}>
      <Group justify="space-between" mb={4} gap="xs" wrap="nowrap">
        <Text size="sm" fw={600}>
          {label}
        </Text>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button
              size="compact-xs"
              variant="default"
              onClick={copy}
              aria-label={t('copyOf', { name: label })}
            >
              {copied ? t('copied') : t('copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Code block className="copy-block" tabIndex={0}>
        {value}
      </Code>
    </div>
  );
}
