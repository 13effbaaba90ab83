'use client';
import { useClipboard } from '@mantine/hooks';
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
  const { copied, copy } = useClipboard();
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
          <p>
            {t(`${log}.label`)}: <code>{id}</code>
          </p>
          <button type="button" className="button" onClick={() => copy(id)}>
            {copied ? t('copied') : t(`${log}.copy`)}
          </button>
        </>
      )}
      <button type="button" className="button" data-primary onClick={retry}>
        {t('retry')}
      </button>
    </Notice>
  );
}
