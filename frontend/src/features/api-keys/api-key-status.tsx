'use client';
import { useNow, useTranslations } from 'next-intl';
import { StatusBadge } from '@/components/status-badge';
import type { ApiKey } from './types';

const TONES = { active: 'good', expired: 'warned', revoked: 'off' } as const;

export function ApiKeyStatus({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations('apiKeys.statuses');
  const status = statusOf(apiKey, useNow());
  return <StatusBadge tone={TONES[status]}>{t(status)}</StatusBadge>;
}

function statusOf({ revoked_at, expires_at }: ApiKey, now: Date): keyof typeof TONES {
  if (revoked_at !== null) return 'revoked';
  return expires_at !== null && new Date(expires_at) <= now ? 'expired' : 'active';
}
