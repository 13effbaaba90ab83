'use client';
import { NavLink, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { isPlatformAdmin } from '@/lib/platform-admin';
import type { Me, Membership } from '@/lib/types';
import { Icon } from '../icons';

const EVERYBODY = [
  { href: '/', name: 'overview' },
  { href: '/items', name: 'items' },
  { href: '/alerts', name: 'alerts' },
] as const;
const ADMINS = [
  { href: '/members', name: 'members' },
  { href: '/api-keys', name: 'apiKeys' },
  { href: '/channels', name: 'channels' },
  { href: '/audit', name: 'audit' },
] as const;
const PLATFORM = [{ href: '/tenants', name: 'tenants' }] as const;

type Entry = (typeof EVERYBODY | typeof ADMINS | typeof PLATFORM)[number];

/** What is there for this person in this tenant. It hides what they cannot use; the API is what refuses. */
export function Navigation({
  me,
  tenant,
  badges,
  onFollow,
}: {
  me: Me;
  tenant: Membership | null;
  badges: Partial<Record<Entry['name'], ReactNode>>;
  onFollow: () => void;
}) {
  const t = useTranslations('nav');
  const pathname = usePathname();
  const isHere = (href: string) => (href === '/' ? pathname === '/' : pathname.startsWith(href));
  const links = (entries: readonly Entry[]) =>
    entries.map(({ href, name }) => (
      <NavLink
        key={href}
        component={Link}
        href={href}
        label={t(name)}
        leftSection={<Icon name={name} />}
        rightSection={badges[name]}
        active={isHere(href)}
        aria-current={isHere(href) ? 'page' : undefined}
        onClick={onFollow}
      />
    ));
  return (
    <>
      {tenant !== null && links(EVERYBODY)}
      {tenant?.role === 'admin' && (
        <>
          <Heading>{t('administration')}</Heading>
          {links(ADMINS)}
        </>
      )}
      {isPlatformAdmin(me) && (
        <>
          <Heading>{t('platform')}</Heading>
          {links(PLATFORM)}
        </>
      )}
    </>
  );
}

function Heading({ children }: { children: ReactNode }) {
  return (
    <Text size="xs" c="dimmed" px="sm" pt="md" pb={4}>
      {children}
    </Text>
  );
}
