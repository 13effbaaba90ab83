import { Group, Paper, SimpleGrid, Stack, Title } from '@mantine/core';
import { getNow, getTranslations } from 'next-intl/server';
import { PageTitle } from '@/components/page-title';
import { SEVERITIES, SEVERITY_COLORS } from '@/features/alerts/states';
import { AlertChart } from '@/features/overview/alert-chart';
import { CountCard } from '@/features/overview/count-card';
import { NewestAlerts } from '@/features/overview/newest-alerts';
import { RangeChoice } from '@/features/overview/range-choice';
import { RANGES, RANGE_NAMES, type Range } from '@/features/overview/ranges';
import { readAlertSummary } from '@/lib/alert-summary';
import { oneOf, type SearchParams } from '@/lib/list-params';
import { read } from '@/lib/read';
import { whereAmI } from '@/lib/tenant';

const NEWEST = 8;

export async function generateMetadata() {
  return { title: (await getTranslations('nav'))('overview') };
}

/** How things stand; the shell has it read again when an alert changes. */
export default async function OverviewPage({ searchParams }: { searchParams: SearchParams }) {
  const { me, tenant } = await whereAmI();
  const t = await getTranslations();
  const range = oneOf((await searchParams)['range'], RANGE_NAMES) ?? 'week';
  const [summary, buckets, newest] = await Promise.all([
    readAlertSummary(tenant.tenant_id),
    readBuckets(tenant.tenant_id, range),
    read(tenant.tenant_id, (api) =>
      api.GET('/api/alerts', { params: { query: { sort: '-created_at', limit: NEWEST } } }),
    ),
  ]);
  return (
    <>
      <PageTitle tenant={tenant} title={t('nav.overview')} />
      <Stack gap="lg">
        <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
          {SEVERITIES.map((severity) => (
            <CountCard
              key={severity}
              icon={severity}
              color={SEVERITY_COLORS[severity]}
              label={t(`overview.open.${severity}`)}
              count={summary.open[severity]}
              href={`/alerts?view=open&severity=${severity}`}
            />
          ))}
          <CountCard
            icon="person"
            color="indigo"
            label={t('alerts.mine')}
            count={summary.mine_open}
            href={`/alerts?assignee=${me.sub}`}
          />
        </SimpleGrid>
        <Paper withBorder p="md">
          <Group justify="space-between" mb="md">
            <Title order={2} size="h4">
              {t('overview.chart')}
            </Title>
            <RangeChoice range={range} />
          </Group>
          <AlertChart buckets={buckets} range={range} />
        </Paper>
        <NewestAlerts alerts={newest.data} />
      </Stack>
    </>
  );
}

/** A week is what the summary has, which the navigation of every page reads; more or less is asked for. */
async function readBuckets(tenantId: string, range: Range) {
  if (range === 'week') return (await readAlertSummary(tenantId)).buckets;
  const { bucket, back } = RANGES[range];
  const from = new Date((await getNow()).getTime() - back).toISOString();
  const { buckets } = await read(tenantId, (api) =>
    api.GET('/api/alerts/summary', { params: { query: { from, bucket } } }),
  );
  return buckets;
}
