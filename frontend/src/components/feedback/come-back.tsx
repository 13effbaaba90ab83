'use client';
import { useEffect } from 'react';

const EVERY_MS = 5_000;

/** Leads back to `path` by itself as soon as it can be shown again. */
export function ComeBack({ path }: { path: string }) {
  useEffect(() => {
    const asking = new AbortController();
    const timer = setInterval(() => {
      // While it cannot be shown it leads elsewhere, and that is not followed.
      void fetch(path, { redirect: 'manual', signal: asking.signal }).then(
        (answer) => {
          if (answer.ok) location.replace(path);
        },
        () => undefined,
      );
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
      asking.abort();
    };
  }, [path]);
  return null;
}
