import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import { Notice } from '@/components/feedback/notice';
import { SignInForm } from '@/components/sign-in-form';
import { SignOutForm } from '@/components/sign-out-form';
import { isPlatformAdmin } from '@/lib/platform-admin';
import { readMe } from '@/lib/tenant';

export async function generateMetadata() {
  return { title: (await getTranslations('noAccess'))('title') };
}

/** To try again is to sign in again: a tenant that the user was given meanwhile stands in the new ID token alone. */
export default async function NoAccessPage() {
  const t = await getTranslations('noAccess');
  const shell = await getTranslations('shell');
  const me = await readMe();
  if (me.tenants.length > 0 || isPlatformAdmin(me)) redirect('/');
  return (
    <Notice title={t('title')} text={t('text', { email: me.email ?? me.username })}>
      <SignInForm label={t('retry')} callbackUrl="/" />
      <SignOutForm label={shell('signOut')} />
    </Notice>
  );
}
