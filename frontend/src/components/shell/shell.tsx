'use client';
import { Badge, Burger, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Me, Membership } from '@/lib/types';
import { CommandPalette } from './command-palette';
import { LiveAlerts } from './live-alerts';
import { Navigation } from './navigation';
import { LanguageButton, ThemeButton } from './preference-buttons';
import { ProfileMenu } from './profile-menu';
import { TenantSwitcher } from './tenant-switcher';
import { TimeZone } from './time-zone';

/** Drawn by the style sheet (global.css): it is on every page, and costs it no script. */
export function Shell({
  me,
  tenant,
  openCritical,
  children,
}: {
  me: Me;
  /** `null`: somebody who runs the platform and is a member of no tenant. */
  tenant: Membership | null;
  /** How many critical alerts nobody has taken on. */
  openCritical: number;
  children: ReactNode;
}) {
  const t = useTranslations();
  const [opened, { toggle, close }] = useDisclosure(false);
  const badges = {
    alerts: openCritical > 0 && (
      <Badge
        color="red.9"
        size="sm"
        circle={openCritical < 10}
        title={t('nav.openCritical', { count: openCritical })}
      >
        {openCritical}
      </Badge>
    ),
  };
  return (
    <>
      <TimeZone />
      <header className="shell-head">
        <a href="#content" className="skip">
          {t('shell.skip')}
        </a>
        <Group h="100%" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('nav.menu')} />
            <Text fw={600} visibleFrom="sm" w={190}>
              {t('app.name')}
            </Text>
            {tenant !== null && <TenantSwitcher tenants={me.tenants} current={tenant} />}
          </Group>
          <Group gap={4} wrap="nowrap">
            <CommandPalette me={me} tenant={tenant} />
            {tenant !== null && <LiveAlerts key={tenant.tenant_id} tenantId={tenant.tenant_id} />}
            <Group gap={4} wrap="nowrap" visibleFrom="sm">
              <LanguageButton />
              <ThemeButton />
            </Group>
            <ProfileMenu me={me} />
          </Group>
        </Group>
      </header>
      <nav className="shell-nav" aria-label={t('nav.label')} data-opened={opened || undefined}>
        <Navigation me={me} tenant={tenant} badges={badges} onFollow={close} />
        <Group gap={4} mt="auto" hiddenFrom="sm">
          <LanguageButton />
          <ThemeButton />
        </Group>
      </nav>
      <main className="shell-main" id="content">
        {children}
      </main>
    </>
  );
}
