import { Button } from '@mantine/core';
import { getTranslations } from 'next-intl/server';
import { Notice } from '@/components/feedback/notice';
import { SignOutForm } from '@/components/sign-out-form';
import { readMe } from '@/lib/tenant';

export async function generateMetadata() {
  return { title: (await getTranslations('suspended'))('title') };
}

export default async function SuspendedPage() {
  const t = await getTranslations('suspended');
  const shell = await getTranslations('shell');
  await readMe();
  return (
    <Notice title={t('title')} text={t('text')}>
      <Button component="a" href="/">
        {t('retry')}
      </Button>
      <SignOutForm label={shell('signOut')} />
    </Notice>
  );
}
