import { Button } from '@mantine/core';
import { getTranslations } from 'next-intl/server';
import { Notice } from '@/components/feedback/notice';

export default async function NotFound() {
  const t = await getTranslations('notFound');
  return (
    <Notice title={t('title')} text={t('text')}>
      <Button component="a" href="/">
        {t('home')}
      </Button>
    </Notice>
  );
}
