'use client';
import { useState } from 'react';

/** Which of the rows of this page are selected. A row that is no longer on the page is no longer selected. */
export function useSelection(ids: readonly string[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const selected = ids.filter((id) => chosen.has(id));
  return {
    ids: selected,
    has: (id: string) => selected.includes(id),
    toggle: (id: string) =>
      setChosen(new Set(selected.includes(id) ? selected.filter((one) => one !== id) : [...selected, id])),
    clear: () => setChosen(new Set()),
    /** For the box in the head of the table. */
    allBox: {
      checked: ids.length > 0 && selected.length === ids.length,
      indeterminate: selected.length > 0 && selected.length < ids.length,
      onChange: () => setChosen(new Set(selected.length === ids.length ? [] : ids)),
    },
  };
}

export type Selection = ReturnType<typeof useSelection>;
