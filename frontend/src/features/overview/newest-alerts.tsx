import { Group, Paper, Text, Title } from '@mantine/core';
import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { EmptyState } from '@/components/feedback/empty-state';
import { Time } from '@/components/time';
import type { Alert } from '@/lib/types';
import { SeverityBadge } from '../alerts/severity-badge';
import { StatusLabel } from '../alerts/status-label';

export async function NewestAlerts({ alerts }: { alerts: readonly Alert[] }) {
  const t = await getTranslations('overview');
  return (
    <section aria-labelledby="newest">
      <Title order={2} size="h4" mb="sm" id="newest">
        {t('newest')}
      </Title>
      <Paper withBorder>
        {alerts.length === 0 && <EmptyState icon="check" title={t('none')} text={t('noneText')} />}
        <ul className="rows">
          {alerts.map(({ id, title, severity, status, source, last_seen_at }) => (
            <li key={id}>
              <Group gap="sm" justify="space-between" wrap="nowrap" align="flex-start">
                <div>
                  <Link href={`/alerts?view=all&open=${id}`} className="plain row-name long">
                    {title}
                  </Link>
                  <Group gap="sm" mt={4}>
                    <SeverityBadge severity={severity} />
                    <StatusLabel status={status} />
                    <Text span size="xs" c="dimmed" className="long">
                      {source}
                    </Text>
                  </Group>
                </div>
                <Text span size="xs" c="dimmed" className="nowrap">
                  <Time at={last_seen_at} />
                </Text>
              </Group>
            </li>
          ))}
        </ul>
      </Paper>
    </section>
  );
}
