import { Alert } from '@mantine/core';
import { getTranslations } from 'next-intl/server';
import { Notice } from '@/components/feedback/notice';
import { SignInForm } from '@/components/sign-in-form';
import { safePath } from '@/lib/safe-path';

type Query = Promise<Record<string, string | string[] | undefined>>;

export async function generateMetadata() {
  return { title: (await getTranslations('signIn'))('title') };
}

export default async function SignInPage({ searchParams }: { searchParams: Query }) {
  const t = await getTranslations('signIn');
  const app = await getTranslations('app');
  const { callbackUrl, error } = await searchParams;
  return (
    <Notice title={app('name')} text={t('text')}>
      {error !== undefined && (
        <Alert color="red" role="alert">
          {t('failed')}
        </Alert>
      )}
      <SignInForm label={t('button')} callbackUrl={safePath(callbackUrl)} />
    </Notice>
  );
}
