'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import type { Me, Membership } from '@/lib/types';
import { Icon } from '../icons';
import { placesOf, type Place } from './places';

/** What is there for this person in this tenant. */
export function Navigation({
  me,
  tenant,
  badges,
  onFollow,
}: {
  me: Me;
  tenant: Membership | null;
  badges: Partial<Record<Place['name'], ReactNode>>;
  onFollow: () => void;
}) {
  const t = useTranslations('nav');
  const pathname = usePathname();
  const isHere = (href: string) => (href === '/' ? pathname === '/' : pathname.startsWith(href));
  const links = (places: readonly Place[]) =>
    places.map(({ href, name }) => (
      <Link
        key={href}
        href={href}
        className="nav-link"
        aria-current={isHere(href) ? 'page' : undefined}
        onClick={onFollow}
      >
        <Icon name={name} />
        <span>{t(name)}</span>
        {badges[name]}
      </Link>
    ));
  const { everybody, admins, platform } = placesOf(me, tenant);
  return (
    <>
      {links(everybody)}
      {admins.length > 0 && <Heading>{t('administration')}</Heading>}
      {links(admins)}
      {platform.length > 0 && <Heading>{t('platform')}</Heading>}
      {links(platform)}
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
