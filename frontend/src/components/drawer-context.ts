'use client';
import { createContext, useContext, useEffect, type RefObject } from 'react';

/** The drawer that something stands in. */
export const DrawerContext = createContext<{
  /** Asks first where something is not saved. */
  readonly close: () => void;
  readonly mayLeave: RefObject<() => boolean>;
} | null>(null);

/** Has the drawer around it ask `mayLeave` before it closes. */
export function useDrawerGuard(mayLeave: () => boolean): void {
  const drawer = useContext(DrawerContext);
  useEffect(() => {
    if (drawer === null) return;
    drawer.mayLeave.current = mayLeave;
    return () => {
      drawer.mayLeave.current = () => true;
    };
  }, [drawer, mayLeave]);
}
