import { Button } from '@mantine/core';
import { getTranslations } from 'next-intl/server';
import { ComeBack } from '@/components/feedback/come-back';
import { Notice } from '@/components/feedback/notice';
import { safePath } from '@/lib/safe-path';

type Query = Promise<Record<string, string | string[] | undefined>>;

export async function generateMetadata() {
  return { title: (await getTranslations('unreachable'))('title') };
}

export default async function UnreachablePage({ searchParams }: { searchParams: Query }) {
  const t = await getTranslations('unreachable');
  const path = safePath((await searchParams)['callbackUrl']);
  return (
    <Notice title={t('title')} text={t('text')}>
      <Button component="a" href={path}>
        {t('retry')}
      </Button>
      <ComeBack path={path} />
    </Notice>
  );
}
