import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import { Notice } from '@/components/feedback/notice';
import { SignOutForm } from '@/components/sign-out-form';
import { isPlatformAdmin } from '@/lib/platform-admin';
import { readMe } from '@/lib/tenant';

export async function generateMetadata() {
  return { title: (await getTranslations('noAccess'))('title') };
}

export default async function NoAccessPage() {
  const t = await getTranslations('noAccess');
  const shell = await getTranslations('shell');
  const me = await readMe();
  if (me.tenants.length > 0 || isPlatformAdmin(me)) redirect('/');
  return (
    <Notice title={t('title')} text={t('text', { email: me.email ?? me.username })}>
      <SignOutForm label={shell('signOut')} />
    </Notice>
  );
}
