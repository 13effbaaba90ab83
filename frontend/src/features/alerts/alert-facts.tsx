'use client';
import { Anchor, Badge, Group, Table, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Time } from '@/components/time';
import type { Alert, Item } from '@/lib/types';
import { SeverityBadge } from './severity-badge';
import { StatusLabel } from './status-label';

export function AlertFacts({ alert, item }: { alert: Alert; item: Item | null }) {
  const t = useTranslations('alerts');
  const labels = Object.entries(alert.labels);
  return (
    <>
      {alert.description !== null && (
        <Text size="sm" className="long pre">
          {alert.description}
        </Text>
      )}
      <Table verticalSpacing={6} withRowBorders={false} className="facts">
        <Table.Tbody>
          <Fact name={t('severity')}>
            <SeverityBadge severity={alert.severity} />
          </Fact>
          <Fact name={t('status')}>
            <StatusLabel status={alert.status} />
          </Fact>
          <Fact name={t('source')}>
            <Anchor
              component={Link}
              href={`/alerts?view=all&source=${encodeURIComponent(alert.source)}`}
              size="sm"
            >
              {alert.source}
            </Anchor>
          </Fact>
          <Fact name={t('occurrences')}>{alert.occurrences}</Fact>
          <Fact name={t('firstSeen')}>
            <Time at={alert.created_at} />
          </Fact>
          <Fact name={t('lastSeen')}>
            <Time at={alert.last_seen_at} />
          </Fact>
          {item !== null && (
            <Fact name={t('item')}>
              <Anchor component={Link} href={`/items?open=${item.id}`} size="sm" className="long">
                {item.name}
              </Anchor>
            </Fact>
          )}
          {labels.length > 0 && (
            <Fact name={t('labels')}>
              <Group gap={4}>
                {labels.map(([name, value]) => (
                  <Badge key={name} variant="default" radius="sm" tt="none" fw={400} className="label">
                    {name}: {value}
                  </Badge>
                ))}
              </Group>
            </Fact>
          )}
        </Table.Tbody>
      </Table>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" w={130} fw={400} c="dimmed">
        {name}
      </Table.Th>
      <Table.Td>{children}</Table.Td>
    </Table.Tr>
  );
}
