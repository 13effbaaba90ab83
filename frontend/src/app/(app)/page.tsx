import { Badge, Paper, Stack, Text } from '@mantine/core';
import { getFormatter, getNow, getTranslations } from 'next-intl/server';
import { Icon } from '@/components/icons';
import { PageTitle } from '@/components/page-title';
import { read } from '@/lib/read';
import { whereAmI } from '@/lib/tenant';
import type { Alert, Page } from '@/lib/types';

const COLORS = { critical: 'red', warning: 'orange', info: 'blue' } as const;

/** The newest alerts; the shell has it read again when one changes. */
export default async function OverviewPage() {
  const { tenant } = await whereAmI();
  const { data } = await read<Page<Alert>>('/alerts?sort=-created_at&limit=20', tenant.tenant_id);
  const [t, format, now] = [await getTranslations(), await getFormatter(), await getNow()];
  return (
    <>
      <PageTitle tenant={tenant} title={t('overview.newest')} />
      {data.length === 0 && <Text>{t('overview.none')}</Text>}
      <Stack gap="xs" role="list">
        {data.map(({ id, title, severity, status, source, created_at }) => (
          <Paper key={id} withBorder p="sm" role="listitem">
            <Badge color={COLORS[severity]} variant="light" leftSection={<Icon name={severity} size={12} />}>
              {t(`severity.${severity}`)}
            </Badge>
            <Text fw={600} className="long">
              {title}
            </Text>
            <Text size="sm">
              {t(`status.${status}`)} · {source} ·{' '}
              <time
                dateTime={created_at}
                title={format.dateTime(new Date(created_at), { dateStyle: 'medium', timeStyle: 'long' })}
              >
                {format.relativeTime(new Date(created_at), now)}
              </time>
            </Text>
          </Paper>
        ))}
      </Stack>
    </>
  );
}
