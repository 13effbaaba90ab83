'use client';
import { useClipboard } from '@mantine/hooks';
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
  const { copied, copy } = useClipboard();
  const id = error.digest ?? '';
  return (
    <Notice title={t('title')} text={t('text')}>
      <code>{id}</code>
      <button type="button" className="button" onClick={() => copy(id)}>
        {copied ? t('copied') : t('copy')}
      </button>
      <button type="button" className="button" data-primary onClick={reset}>
        {t('retry')}
      </button>
    </Notice>
  );
}
