import { isPlatformAdmin } from '@/lib/platform-admin';
import type { Me, Membership } from '@/lib/types';

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

export type Place = (typeof EVERYBODY | typeof ADMINS | typeof PLATFORM)[number];

/** Where this person can go in this tenant. It hides what they cannot use; the API is what refuses. */
export function placesOf(me: Me, tenant: Membership | null) {
  return {
    everybody: tenant === null ? [] : EVERYBODY,
    admins: tenant?.role === 'admin' ? ADMINS : [],
    platform: isPlatformAdmin(me) ? PLATFORM : [],
  } satisfies Record<string, readonly Place[]>;
}
