'use client';
import { Button, Code, CopyButton } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Notice } from '@/components/feedback/notice';

/** The digest stands in the server's log beside what happened. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations('error');
  const id = error.digest ?? '';
  return (
    <Notice title={t('title')} text={t('text')}>
      <Code>{id}</Code>
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? t('copied') : t('copy')}
          </Button>
        )}
      </CopyButton>
      <Button onClick={reset}>{t('retry')}</Button>
    </Notice>
  );
}
