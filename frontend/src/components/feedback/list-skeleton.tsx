import { Group, Skeleton, Stack } from '@mantine/core';

const ROWS = [...Array(8).keys()];

/** The shape of a page with a list, until it is there. */
export function ListSkeleton() {
  return (
    <Stack gap="md" aria-hidden>
      <Group gap="sm">
        <Skeleton height={28} width={28} radius="sm" />
        <Skeleton height={26} width={160} />
      </Group>
      <Group gap="sm">
        <Skeleton height={36} width={260} />
        <Skeleton height={36} width={140} />
      </Group>
      <Stack gap="xs">
        {ROWS.map((row) => (
          <Skeleton key={row} height={40} />
        ))}
      </Stack>
    </Stack>
  );
}
