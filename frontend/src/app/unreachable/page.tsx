import { Button } from '@mantine/core';
import { getTranslations } from 'next-intl/server';
import { Notice } from '@/components/feedback/notice';
import { safePath } from '@/lib/safe-path';

type Query = Promise<Record<string, string | string[] | undefined>>;

export async function generateMetadata() {
  return { title: (await getTranslations('unreachable'))('title') };
}

export default async function UnreachablePage({ searchParams }: { searchParams: Query }) {
  const t = await getTranslations('unreachable');
  const { callbackUrl } = await searchParams;
  return (
    <Notice title={t('title')} text={t('text')}>
      <Button component="a" href={safePath(callbackUrl)}>
        {t('retry')}
      </Button>
    </Notice>
  );
}
