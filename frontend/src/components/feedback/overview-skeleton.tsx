import { SimpleGrid, Skeleton, Stack } from '@mantine/core';

/** The shape of the overview, until it is there. */
export function OverviewSkeleton() {
  return (
    <Stack gap="lg" aria-hidden>
      <Skeleton height={28} width={200} />
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
        {['critical', 'warning', 'info', 'mine'].map((card) => (
          <Skeleton key={card} height={92} />
        ))}
      </SimpleGrid>
      <Skeleton height={250} />
      <Skeleton height={400} />
    </Stack>
  );
}
