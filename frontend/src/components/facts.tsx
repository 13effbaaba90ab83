import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** What is known of something: each fact beside its name. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, fact: ReactNode])[] }) {
  return (
    <dl className="facts">
      {facts.map(([name, fact]) => (
        <div key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" size="sm" className="long">
            {fact}
          </Text>
        </div>
      ))}
    </dl>
  );
}
