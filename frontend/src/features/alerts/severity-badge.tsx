'use client';
import { Badge } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/icons';
import type { Severity } from '@/lib/types';
import { SEVERITY_COLORS } from './states';

/** Colour, icon and word: not everybody sees all three. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const t = useTranslations('severity');
  return (
    <Badge
      color={SEVERITY_COLORS[severity]}
      variant="light"
      radius="sm"
      tt="none"
      className="whole"
      leftSection={<Icon name={severity} size={13} />}
    >
      {t(severity)}
    </Badge>
  );
}
