import { Group, Stack } from '@mantine/core';
import { Bone } from './bone';

const ROWS = [...Array(8).keys()];

/** The shape of a page with a list, until it is there. */
export function ListSkeleton() {
  return (
    <Stack gap="md" aria-hidden>
      <Group gap="sm">
        <Bone height={28} width={28} />
        <Bone height={26} width={160} />
      </Group>
      <Group gap="sm">
        <Bone height={36} width={260} />
        <Bone height={36} width={140} />
      </Group>
      <Stack gap="xs">
        {ROWS.map((row) => (
          <Bone key={row} height={40} />
        ))}
      </Stack>
    </Stack>
  );
}
