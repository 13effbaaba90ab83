'use client';
import { Alert, Button, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ProblemNote } from '@/components/feedback/problem-note';
import { useAction } from '@/components/form/use-action';
import type { Membership } from '@/lib/types';
import { testChannel } from './actions';
import type { Delivery } from './types';

/** Sends a test, and says what came of it. */
export function TestButton({ tenant, channelId }: { tenant: Membership; channelId: string }) {
  const t = useTranslations('channels');
  const router = useRouter();
  const { run, busy, problem } = useAction();
  const [result, setResult] = useState<Delivery | null>(null);
  const send = async () => {
    setResult(null);
    const outcome = await run(() => testChannel(tenant.tenant_id, channelId));
    if (outcome.ok) setResult(outcome.value);
    router.refresh();
  };
  return (
    <Stack gap="sm" align="stretch">
      <div>
        <Button variant="default" loading={busy} onClick={() => void send()}>
          {t('test')}
        </Button>
      </div>
      {problem !== null && <ProblemNote problem={problem} />}
      {result !== null && <TestResult result={result} />}
    </Stack>
  );
}

function TestResult({ result: { status, response_status, last_error } }: { result: Delivery }) {
  const t = useTranslations('channels');
  const isThere = status === 'delivered';
  // A mail server gives no status.
  const arrived = response_status === null ? t('testSent') : t('testDelivered', { status: response_status });
  return (
    <Alert color={isThere ? 'teal' : 'red'} variant="light" role="status">
      <Text size="sm">{isThere ? arrived : t('testFailed')}</Text>
      {last_error !== null && (
        <Text size="sm" className="long" lang="en">
          {last_error}
        </Text>
      )}
    </Alert>
  );
}
