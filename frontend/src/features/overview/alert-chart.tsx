import { Group, Text, VisuallyHidden } from '@mantine/core';
import { getFormatter, getTranslations } from 'next-intl/server';
import type { AlertSummary } from '@/lib/types';
import { SEVERITIES } from '../alerts/states';
import { RANGES, type Range } from './ranges';

type Buckets = AlertSummary['buckets'];

/** How many alerts there were, by severity: bars for the eye, a table for everybody else. */
export async function AlertChart({ buckets, range }: { buckets: Buckets; range: Range }) {
  const [t, format] = [await getTranslations(), await getFormatter()];
  const total = (bucket: Buckets[number]) => SEVERITIES.reduce((sum, severity) => sum + bucket[severity], 0);
  const most = Math.max(1, ...buckets.map(total));
  // Days are those of UTC, as the API counts them.
  const name = (start: string) =>
    RANGES[range].bucket === 'hour'
      ? format.dateTime(new Date(start), { hour: '2-digit', minute: '2-digit' })
      : format.dateTime(new Date(start), { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const told = (bucket: Buckets[number]) =>
    SEVERITIES.map((severity) => `${t(`severity.${severity}`)}: ${format.number(bucket[severity])}`).join(
      ', ',
    );
  const first = buckets.at(0);
  const last = buckets.at(-1);
  return (
    <figure className="chart">
      <div className="bars" aria-hidden>
        {buckets.map((bucket) => (
          <div key={bucket.start} className="bar" title={`${name(bucket.start)} – ${told(bucket)}`}>
            {SEVERITIES.map((severity) => (
              <div
                key={severity}
                className={`part ${severity}`}
                style={{ height: `${(bucket[severity] / most) * 100}%` }}
              />
            ))}
          </div>
        ))}
      </div>
      <Group justify="space-between" mt={4} aria-hidden>
        <Text size="xs" c="dimmed">
          {first !== undefined && name(first.start)}
        </Text>
        <Text size="xs" c="dimmed">
          {last !== undefined && name(last.start)}
        </Text>
      </Group>
      <Group gap="md" mt="xs" aria-hidden>
        {SEVERITIES.map((severity) => (
          <Group key={severity} gap={6}>
            <span className={`key ${severity}`} />
            <Text size="xs">{t(`severity.${severity}`)}</Text>
          </Group>
        ))}
      </Group>
      <VisuallyHidden>
        <table>
          <caption>{t('overview.chart')}</caption>
          <tbody>
            {buckets.map((bucket) => (
              <tr key={bucket.start}>
                <th scope="row">{name(bucket.start)}</th>
                <td>{told(bucket)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </figure>
  );
}
