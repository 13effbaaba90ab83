'use client';
import { useTranslations } from 'next-intl';
import { CopyBlock } from '@/components/copy-block';
import { ShownOnce } from '@/components/shown-once';
import type { Membership } from '@/lib/types';
import type { IssuedApiKey } from './types';

/** The new key, and how a machine uses it. */
export function IssuedKey({
  tenant,
  issued: { name, key },
  apiUrl,
  onClose,
}: {
  tenant: Membership;
  issued: IssuedApiKey;
  apiUrl: string;
  onClose: () => void;
}) {
  const t = useTranslations('apiKeys');
  return (
    <ShownOnce tenant={tenant} title={t('issuedTitle', { name })} warning={t('issuedText')} onClose={onClose}>
      <CopyBlock label={t('key')} value={key} />
      <CopyBlock label={t('curl')} value={curl(apiUrl, key, t('sample'))} />
      <CopyBlock label={t('alertmanager')} value={alertmanager(apiUrl, key)} />
    </ShownOnce>
  );
}

function curl(apiUrl: string, key: string, title: string): string {
  const body = JSON.stringify({ alerts: [{ title, severity: 'info' }] });
  return [
    `curl ${apiUrl}/api/alerts/ingest`,
    `-H 'Authorization: Bearer ${key}'`,
    `-H 'Content-Type: application/json'`,
    `-d '${body}'`,
  ].join(' \\\n  ');
}

function alertmanager(apiUrl: string, key: string): string {
  return `receivers:
  - name: tenantry
    webhook_configs:
      - url: ${apiUrl}/api/alerts/ingest/alertmanager
        send_resolved: true
        http_config:
          authorization:
            credentials: ${key}`;
}
