'use client';
import { useTranslations } from 'next-intl';
import { nameOf } from '@/lib/person';
import { useItemsHere } from './items-here';

export function Owner({ sub }: { sub: string }) {
  const t = useTranslations('items');
  const { mySub, people } = useItemsHere();
  return sub === mySub ? t('you') : (nameOf(people, sub) ?? t('unknownOwner'));
}
