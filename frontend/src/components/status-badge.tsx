import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';

const COLORS = { good: 'teal', waiting: 'blue', bad: 'red', off: 'gray', warned: 'orange' } as const;

/** In which state something is: the word says it, the colour helps. It is never cut short. */
export function StatusBadge({ tone, children }: { tone: keyof typeof COLORS; children: ReactNode }) {
  return (
    <Badge variant="dot" color={COLORS[tone]} miw="max-content">
      {children}
    </Badge>
  );
}
