'use client';
import { Code, Group, Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ConfirmButton } from '@/components/confirm-button';
import { Facts } from '@/components/facts';
import { Time } from '@/components/time';
import { nameOf, type Person } from '@/lib/person';
import type { Membership } from '@/lib/types';
import { ApiKeyStatus } from './api-key-status';
import { revokeApiKey } from './actions';
import type { ApiKey } from './types';

export function ApiKeyPanel({
  tenant,
  apiKey,
  people,
  onDone,
}: {
  tenant: Membership;
  apiKey: ApiKey;
  people: readonly Person[];
  onDone: () => void;
}) {
  const t = useTranslations('apiKeys');
  const { id, name, prefix, scopes, created_by_sub, created_at, last_used_at, expires_at, revoked_at } =
    apiKey;
  const time = (at: string | null) => (at === null ? t('never') : <Time at={at} />);
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          [t('status'), <ApiKeyStatus key="status" apiKey={apiKey} />],
          [t('prefix'), <Code key="prefix">{prefix}</Code>],
          [t('scopes'), scopes.map((scope) => t(`scope.${scope}`)).join(', ')],
          [t('createdBy'), nameOf(people, created_by_sub) ?? created_by_sub],
          [t('created'), time(created_at)],
          [t('lastUsed'), time(last_used_at)],
          [t('expires'), time(expires_at)],
          ...(revoked_at === null ? [] : [[t('revokedAt'), time(revoked_at)] as const]),
        ]}
      />
      {revoked_at === null && (
        <Group>
          <ConfirmButton
            tenant={tenant}
            label={t('revoke')}
            title={t('revokeTitle', { name })}
            text={t('revokeText', { prefix })}
            act={() => revokeApiKey(tenant.tenant_id, id)}
            done={t('revoked', { name })}
            onDone={onDone}
          />
        </Group>
      )}
    </Stack>
  );
}
