'use client';
import { useTranslations } from 'next-intl';
import { StatusBadge } from '@/components/status-badge';
import type { Tenant } from './types';

const TONES = { active: 'good', suspended: 'warned' } as const;

export function TenantStatus({ status }: { status: Tenant['status'] }) {
  const t = useTranslations('tenants.statuses');
  return <StatusBadge tone={TONES[status]}>{t(status)}</StatusBadge>;
}
