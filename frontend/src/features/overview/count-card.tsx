import { Group, Paper, Text } from '@mantine/core';
import { getFormatter } from 'next-intl/server';
import Link from 'next/link';
import { Icon, type IconName } from '@/components/icons';

/** A number that leads to what it counts. */
export async function CountCard({
  icon,
  color,
  label,
  count,
  href,
}: {
  icon: IconName;
  color: string;
  label: string;
  count: number;
  href: string;
}) {
  const format = await getFormatter();
  return (
    <Link href={href} className="plain">
      <Paper withBorder p="md" className="card">
        <Group gap={6} wrap="nowrap">
          <Text span c={count === 0 ? 'dimmed' : color} lh={0}>
            <Icon name={icon} size={16} />
          </Text>
          <Text span size="sm" c="dimmed">
            {label}
          </Text>
        </Group>
        <Text fz={28} fw={600} lh={1.3}>
          {format.number(count)}
        </Text>
      </Paper>
    </Link>
  );
}
