'use client';
import { createContext, use } from 'react';
import type { Person } from '@/lib/person';
import type { Membership } from '@/lib/types';
import type { itemFilter } from './item-filter';

/** What all parts of the page go by: whose items these are, who looks at them, and which. */
export interface ItemsHere {
  readonly tenant: Membership;
  readonly mySub: string;
  readonly people: readonly Person[];
  /** The API refuses a viewer's changes, so no button offers them. */
  readonly mayWrite: boolean;
  readonly filter: ReturnType<typeof itemFilter>;
}

export const ItemsHereContext = createContext<ItemsHere | null>(null);

export function useItemsHere(): ItemsHere {
  const here = use(ItemsHereContext);
  if (here === null) throw new Error('This is a part of the items page');
  return here;
}
