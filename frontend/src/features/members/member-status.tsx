'use client';
import { useTranslations } from 'next-intl';
import { StatusBadge } from '@/components/status-badge';
import type { Member } from '@/lib/types';

const TONES = { active: 'good', suspended: 'warned', removed: 'off' } as const;

export function MemberStatus({ status }: { status: Member['status'] }) {
  const t = useTranslations('members.statuses');
  return <StatusBadge tone={TONES[status]}>{t(status)}</StatusBadge>;
}
