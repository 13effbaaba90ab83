'use client';
import { Group, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/icons';
import type { AlertStatus } from '@/lib/types';
import { STATUS_COLORS, STATUS_ICONS } from './states';

export function StatusLabel({ status }: { status: AlertStatus }) {
  const t = useTranslations('status');
  return (
    <Group gap={6} wrap="nowrap" component="span">
      <Text span c={STATUS_COLORS[status]} lh={0}>
        <Icon name={STATUS_ICONS[status]} size={15} />
      </Text>
      <Text span size="sm">
        {t(status)}
      </Text>
    </Group>
  );
}
