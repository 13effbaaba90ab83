'use client';
import { Button, Code, CopyButton, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { Notice } from '@/components/feedback/notice';
import { requestIdOf } from '@/lib/problem';

/** With the number by which what happened is found: in the API's log where the API refused, else in our own. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations('error');
  const router = useRouter();
  const requestId = requestIdOf(error.digest);
  const id = requestId ?? error.digest;
  const log = requestId === undefined ? 'web' : 'api';
  // What went wrong was read on the server: it is to be read there again.
  const retry = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <Notice title={t('title')} text={t('text')}>
      {id !== undefined && (
        <>
          <Text size="sm">
            {t(`${log}.label`)}: <Code>{id}</Code>
          </Text>
          <CopyButton value={id}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? t('copied') : t(`${log}.copy`)}
              </Button>
            )}
          </CopyButton>
        </>
      )}
      <Button onClick={retry}>{t('retry')}</Button>
    </Notice>
  );
}
