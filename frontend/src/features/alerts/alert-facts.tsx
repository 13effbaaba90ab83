'use client';
import { Anchor, Badge, Group, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Facts } from '@/components/facts';
import { Time } from '@/components/time';
import type { Alert, Item } from '@/lib/types';
import { SeverityBadge } from './severity-badge';
import { StatusLabel } from './status-label';

export function AlertFacts({ alert, item }: { alert: Alert; item: Item | null }) {
  const t = useTranslations('alerts');
  const facts: [string, ReactNode][] = [
    [t('severity'), <SeverityBadge severity={alert.severity} />],
    [t('status'), <StatusLabel status={alert.status} />],
    [
      t('source'),
      <Place href={`/alerts?view=all&source=${encodeURIComponent(alert.source)}`}>{alert.source}</Place>,
    ],
    [t('occurrences'), alert.occurrences],
    [t('firstSeen'), <Time at={alert.created_at} />],
    [t('lastSeen'), <Time at={alert.last_seen_at} />],
  ];
  if (item !== null) {
    facts.push([t('item'), <Place href={`/items?open=${item.id}`}>{item.name}</Place>]);
  }
  if (Object.keys(alert.labels).length > 0) facts.push([t('labels'), <Labels labels={alert.labels} />]);
  return (
    <>
      {alert.description !== null && (
        <Text size="sm" className="long lines">
          {alert.description}
        </Text>
      )}
      <Facts facts={facts} />
    </>
  );
}

function Place({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Anchor component={Link} href={href} size="sm" className="long">
      {children}
    </Anchor>
  );
}

function Labels({ labels }: { labels: Alert['labels'] }) {
  return (
    <Group gap={4}>
      {Object.entries(labels).map(([name, value]) => (
        <Badge key={name} variant="default" radius="sm" tt="none" fw={400} className="label">
          {name}: {value}
        </Badge>
      ))}
    </Group>
  );
}
