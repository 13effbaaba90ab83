import { getTranslations } from 'next-intl/server';
import { Notice } from '@/components/feedback/notice';

export default async function NotFound() {
  const t = await getTranslations('notFound');
  return (
    <Notice title={t('title')} text={t('text')}>
      <a href="/" className="button" data-primary>
        {t('home')}
      </a>
    </Notice>
  );
}
