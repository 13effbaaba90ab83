'use client';
import { useTranslations } from 'next-intl';
import { SESSION_ENDED, UNREACHABLE, type Problem } from '@/lib/problem';

/** A sentence in the reader's language for what the API refused; the API's own where there is none for its code. */
export function useProblemText(): (problem: Problem) => string {
  const t = useTranslations('problem');
  return ({ status, code, detail }) => {
    if (status === 401 || code === SESSION_ENDED) return t('session_ended');
    if (code === UNREACHABLE || status === 503) return t('unreachable');
    const key = `codes.${code.replace('/', '_')}`;
    // Codes come from the API: not every one of them has a text here.
    const has = t.has as (key: string) => boolean;
    if (has(key)) return (t as (key: string) => string)(key);
    return detail === '' ? t('other') : detail;
  };
}
