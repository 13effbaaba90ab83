'use client';
import { useTranslations } from 'next-intl';
import { useItemsHere } from './items-here';

export function Owner({ sub }: { sub: string }) {
  const t = useTranslations('items');
  const { mySub, people } = useItemsHere();
  return sub === mySub ? t('you') : (people.find((person) => person.sub === sub)?.name ?? t('unknownOwner'));
}
