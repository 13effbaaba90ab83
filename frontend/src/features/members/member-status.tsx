'use client';
import { Badge } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { Member } from '@/lib/types';

const COLORS = { active: 'teal', suspended: 'orange', removed: 'gray' } as const;

export function MemberStatus({ status }: { status: Member['status'] }) {
  const t = useTranslations('members.statuses');
  return (
    <Badge variant="dot" color={COLORS[status]}>
      {t(status)}
    </Badge>
  );
}
