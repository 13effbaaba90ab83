'use client';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';

/**
 * Asks before what was typed is lost: by closing the window, by a link, and by whatever asks `mayLeave` first, such as
 * the button that closes a drawer.
 */
export function useUnsavedGuard(dirty: boolean): { mayLeave: () => boolean } {
  const t = useTranslations('form');
  const mayLeave = () => !dirty || window.confirm(t('unsaved'));
  useEffect(() => {
    if (!dirty) return;
    const leaving = (event: BeforeUnloadEvent) => event.preventDefault();
    const following = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (link === null || link.getAttribute('target') === '_blank') return;
      if (window.confirm(t('unsaved'))) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('beforeunload', leaving);
    document.addEventListener('click', following, true);
    return () => {
      window.removeEventListener('beforeunload', leaving);
      document.removeEventListener('click', following, true);
    };
  }, [dirty, t]);
  return { mayLeave };
}
