'use client';
import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { ProblemNote } from '@/components/feedback/problem-note';
import { useAction } from '@/components/form/use-action';
import { useUnsavedGuard } from '@/components/form/use-unsaved-guard';
import { idempotencyKey } from '@/lib/idempotency-key';
import { commentOnAlert } from './actions';

const LONGEST = 4_000;

export function CommentForm({ tenantId, alertId }: { tenantId: string; alertId: string }) {
  const t = useTranslations('alerts');
  const { run, busy, problem } = useAction();
  const [body, setBody] = useState('');
  // One for each comment, so that pressing twice, or trying again, says it once.
  const [key, setKey] = useState(idempotencyKey);
  useUnsavedGuard(body.trim() !== '');
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || body.trim() === '') return;
    const outcome = await run(() => commentOnAlert(tenantId, alertId, body.trim(), key));
    if (!outcome.ok) return;
    setBody('');
    setKey(idempotencyKey());
  };
  return (
    <form onSubmit={(event) => void send(event)}>
      <Stack gap="xs">
        <Textarea
          aria-label={t('comment')}
          placeholder={t('comment')}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={LONGEST}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void send(event);
          }}
        />
        {problem !== null && <ProblemNote problem={problem} />}
        <Group justify="flex-end">
          <Button type="submit" size="xs" variant="default" loading={busy} disabled={body.trim() === ''}>
            {t('send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
