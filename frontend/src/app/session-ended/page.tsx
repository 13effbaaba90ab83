import { getTranslations } from 'next-intl/server';
import { Notice } from '@/components/feedback/notice';
import { SignInForm } from '@/components/sign-in-form';
import { safePath } from '@/lib/safe-path';

type Query = Promise<Record<string, string | string[] | undefined>>;

export async function generateMetadata() {
  return { title: (await getTranslations('sessionEnded'))('title') };
}

export default async function SessionEndedPage({ searchParams }: { searchParams: Query }) {
  const t = await getTranslations('sessionEnded');
  const { callbackUrl } = await searchParams;
  return (
    <Notice title={t('title')} text={t('text')}>
      <SignInForm label={t('button')} callbackUrl={safePath(callbackUrl)} />
    </Notice>
  );
}
