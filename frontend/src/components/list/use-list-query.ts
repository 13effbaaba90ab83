'use client';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useOptimistic, useTransition } from 'react';

type Changes = Readonly<Record<string, string | readonly string[] | null>>;

/** The row that is open beside the list. */
export const OPEN = 'open';
export const CURSOR = 'cursor';

/**
 * What a list shows, kept in the address: a link shows the same, and going back keeps the place. Each change is read
 * from the server; until it is there, `busy` is true and the old rows stay.
 */
export function useListQuery() {
  const router = useRouter();
  const pathname = usePathname();
  const query = useSearchParams();
  const [busy, start] = useTransition();
  const [openId, setOpenId] = useOptimistic(query.get(OPEN));

  const go = (changes: Changes, how: 'push' | 'replace' = 'push') => {
    const next = new URLSearchParams(query);
    for (const [key, value] of Object.entries(changes)) {
      next.delete(key);
      for (const each of value === null || typeof value === 'string' ? [value] : value) {
        if (each !== null && each !== '') next.append(key, each);
      }
    }
    const text = next.toString();
    router[how](text === '' ? pathname : `${pathname}?${text}`, { scroll: false });
  };
  return {
    query,
    busy,
    /** Shown at once, before its row has been read. */
    openId,
    /** Other filters or another order: the list begins anew. */
    filter: (changes: Changes) => start(() => go({ ...changes, [CURSOR]: null })),
    turnTo: (cursor: string | null) => start(() => go({ [CURSOR]: cursor })),
    /** @param how `replace`: going back must not lead to what was open before, such as a form that has been sent */
    open: (id: string | null, how?: 'replace') =>
      start(() => {
        setOpenId(id);
        go({ [OPEN]: id }, how);
      }),
  };
}

export type ListQuery = ReturnType<typeof useListQuery>;
