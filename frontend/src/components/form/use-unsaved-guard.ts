'use client';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { useDrawerGuard } from '../drawer-context';

/**
 * Asks before what was typed is lost: by closing the window, by a link, by going back, by closing the drawer around it, and by whatever
 * else asks `mayLeave` first.
 */
export function useUnsavedGuard(dirty: boolean): { mayLeave: () => boolean } {
  const t = useTranslations('form');
  const mayLeave = () => !dirty || window.confirm(t('unsaved'));
  useDrawerGuard(mayLeave);
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
    // Not every browser has it, or lets a page ask here; where one does not, "back" leaves without a question.
    const goingBack = (event: NavigateEvent) => {
      if (event.navigationType !== 'traverse' || !event.cancelable) return;
      if (!window.confirm(t('unsaved'))) event.preventDefault();
    };
    window.addEventListener('beforeunload', leaving);
    window.navigation?.addEventListener('navigate', goingBack);
    document.addEventListener('click', following, true);
    return () => {
      window.removeEventListener('beforeunload', leaving);
      window.navigation?.removeEventListener('navigate', goingBack);
      document.removeEventListener('click', following, true);
    };
  }, [dirty, t]);
  return { mayLeave };
}
