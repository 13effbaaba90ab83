import { Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon, type IconName } from '../icons';

/** For a list without rows: what it is for, and the one button that starts it. */
export function EmptyState({
  icon,
  title,
  text,
  children,
}: {
  icon: IconName;
  title: string;
  text: string;
  children?: ReactNode;
}) {
  return (
    <Stack align="center" py={64} px="md" gap="sm" ta="center">
      <ThemeIcon size={48} radius="xl" variant="light" color="gray">
        <Icon name={icon} size={24} />
      </ThemeIcon>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text c="dimmed" maw={420} size="sm">
        {text}
      </Text>
      {children}
    </Stack>
  );
}
