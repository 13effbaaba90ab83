import { Stack } from '@mantine/core';
import { Bone } from './bone';

/** The shape of the overview, until it is there. */
export function OverviewSkeleton() {
  return (
    <Stack gap="lg" aria-hidden>
      <Bone height={28} width={200} />
      <div className="bone-cards">
        {['critical', 'warning', 'info', 'mine'].map((card) => (
          <Bone key={card} height={92} />
        ))}
      </div>
      <Bone height={250} />
      <Bone height={400} />
    </Stack>
  );
}
