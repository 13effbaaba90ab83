import { Center, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A page of its own for what stands in the way: what happened, and the next step. */
export function Notice({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack maw={420} gap="md">
        <Title order={1} size="h2">
          {title}
        </Title>
        <Text className="long">{text}</Text>
        {children}
      </Stack>
    </Center>
  );
}
