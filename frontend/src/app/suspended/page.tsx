import { Button } from '@mantine/core';
import { getFormatter, getTranslations } from 'next-intl/server';
import { Notice } from '@/components/feedback/notice';
import { SignOutForm } from '@/components/sign-out-form';
import { readMemberships } from '@/lib/tenant';

export async function generateMetadata() {
  return { title: (await getTranslations('suspended'))('title') };
}

/** For whoever cannot work in a tenant any more, or not now: which one, and why. */
export default async function SuspendedPage() {
  const [t, shell, format] = [
    await getTranslations('suspended'),
    await getTranslations('shell'),
    await getFormatter(),
  ];
  const memberships = await readMemberships();
  const closed = memberships.filter(({ tenant_status }) => tenant_status === 'suspended');
  const kept = memberships.filter(({ status }) => status === 'suspended');
  const [why, tenants] =
    closed.length > 0
      ? (['tenant', closed] as const)
      : kept.length > 0
        ? (['member', kept] as const)
        : (['gone', []] as const);
  const named = { count: tenants.length, tenants: format.list(tenants.map(({ name }) => name)) };
  return (
    <Notice title={t(`${why}.title`, named)} text={t(`${why}.text`)}>
      <Button component="a" href="/">
        {t('retry')}
      </Button>
      <SignOutForm label={shell('signOut')} />
    </Notice>
  );
}
