import { Badge, Paper, Stack, Text } from '@mantine/core';
import { getTranslations } from 'next-intl/server';
import { Icon } from '@/components/icons';
import { PageTitle } from '@/components/page-title';
import { Time } from '@/components/time';
import { read } from '@/lib/read';
import { whereAmI } from '@/lib/tenant';

const COLORS = { critical: 'red', warning: 'orange', info: 'blue' } as const;

/** The newest alerts; the shell has it read again when one changes. */
export default async function OverviewPage() {
  const { tenant } = await whereAmI();
  const { data } = await read(tenant.tenant_id, (api) =>
    api.GET('/api/alerts', { params: { query: { sort: '-created_at', limit: 20 } } }),
  );
  const t = await getTranslations();
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
              {t(`status.${status}`)} · {source} · <Time at={created_at} />
            </Text>
          </Paper>
        ))}
      </Stack>
    </>
  );
}
