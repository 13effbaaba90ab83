'use client';
import { useTranslations } from 'next-intl';
import { nameOf, type Person } from '@/lib/person';
import type { AlertEvent } from '@/lib/types';

/** Names whoever did something to an alert; an access token has no e-mail, so the API may know a `sub` alone. */
export function useActorName(people: readonly Person[]): (actor: AlertEvent['actor']) => string {
  const t = useTranslations('alerts');
  return ({ type, id, name }) => nameOf(people, id) ?? name ?? t(type === 'system' ? 'system' : 'somebody');
}
