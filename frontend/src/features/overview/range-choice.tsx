'use client';
import { SegmentedControl } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useListQuery } from '@/components/list/use-list-query';
import { RANGE_NAMES, type Range } from './ranges';

export function RangeChoice({ range }: { range: Range }) {
  const t = useTranslations('overview');
  const list = useListQuery();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('range')}
      value={range}
      onChange={(chosen) => list.filter({ range: chosen === RANGE_NAMES[0] ? null : chosen })}
      data={RANGE_NAMES.map((value) => ({ value, label: t(`ranges.${value}`) }))}
    />
  );
}
