import type { ReactNode } from 'react';

/**
 * A page of its own for what stands in the way: what happened, and the next step. Without a component of Mantine's: the
 * pages for errors come with every other page.
 */
export function Notice({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <main className="notice">
      <div>
        <h1>{title}</h1>
        <p className="long">{text}</p>
        {children}
      </div>
    </main>
  );
}
