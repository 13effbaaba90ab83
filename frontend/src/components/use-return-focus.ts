'use client';
import { useEffect, useEffectEvent } from 'react';

/**
 * For what is made when it opens and gone when it closes: the focus goes back to where it was.
 * @param better where it belongs instead, if that is on the page by then, such as the row that was open
 */
export function useReturnFocus(better?: () => Element | null): void {
  const goBack = useEffectEvent((before: Element | null) => {
    const target = better?.() ?? before;
    if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  });
  useEffect(() => {
    const before = document.activeElement;
    return () => goBack(before);
  }, []);
}
