'use client';
import { useTranslations } from 'next-intl';
import type { ItemBody } from '@/lib/types';

/** The value of an attribute for readers. Numbers stay as they are: they may be years or serial numbers. */
export function useScalarText(): (value: ItemBody['attributes'][string]) => string {
  const t = useTranslations('items');
  return (value) => {
    if (value === null) return t('noValue');
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    return String(value);
  };
}
