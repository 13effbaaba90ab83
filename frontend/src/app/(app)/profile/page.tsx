import { Paper, Stack, Title } from '@mantine/core';
import { getTranslations } from 'next-intl/server';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Facts } from '@/components/facts';
import { PageTitle } from '@/components/page-title';
import { Memberships } from '@/features/profile/memberships';
import { PasswordForm } from '@/features/profile/password-form';
import { SettingsForm } from '@/features/profile/settings-form';
import { CHOSEN_TIME_ZONE_COOKIE } from '@/i18n/time-zone';
import { read } from '@/lib/read';
import { whoIsHere } from '@/lib/tenant';

export async function generateMetadata() {
  return { title: (await getTranslations('profile'))('title') };
}

export default async function ProfilePage() {
  const t = await getTranslations('profile');
  const { me } = await whoIsHere();
  const { data } = await read(undefined, (api) => api.GET('/api/user/memberships'));
  const chosenZone = (await cookies()).get(CHOSEN_TIME_ZONE_COOKIE)?.value ?? null;
  return (
    <>
      <PageTitle title={t('title')} />
      <Stack gap="md" maw={720}>
        <Section title={t('account')}>
          <Facts
            facts={[
              [t('email'), me.email ?? t('none')],
              [t('userName'), me.username],
              [t('sub'), me.sub],
              [t('groups'), me.groups.length === 0 ? t('none') : me.groups.join(', ')],
            ]}
          />
        </Section>
        <Section title={t('memberships')}>
          <Memberships memberships={data} />
        </Section>
        <Section title={t('settings')}>
          <SettingsForm chosenZone={chosenZone} />
        </Section>
        <Section title={t('password')}>
          <PasswordForm name={me.email ?? me.username} />
        </Section>
      </Stack>
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  );
}
