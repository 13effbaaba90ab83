'use server';
import { revalidatePath } from 'next/cache';
import { act } from '@/lib/act';
import { ifMatch } from '@/lib/if-match';
import type { Outcome, Problem } from '@/lib/problem';
import type { Item, ItemBody } from '@/lib/types';

/** One item as somebody saw it: if it has changed since, the API refuses. */
export interface Seen {
  readonly id: string;
  readonly version: number;
}

const AT_ONCE = 5;

/** @param key the same for each try of the same item: an answer that was lost must not make a second one */
export async function createItem(tenantId: string, key: string, body: ItemBody): Promise<Outcome<Item>> {
  return refreshed(
    await act(tenantId, (api) =>
      api.POST('/api/items', { params: { header: { 'Idempotency-Key': key } }, body }),
    ),
  );
}

export async function updateItem(
  tenantId: string,
  { id, version }: Seen,
  body: Partial<ItemBody>,
): Promise<Outcome<Item>> {
  return refreshed(
    await act(tenantId, (api) =>
      api.PATCH('/api/items/{id}', {
        params: { path: { id }, header: ifMatch(version) },
        body,
      }),
    ),
  );
}

/** As somebody else has left it. */
export async function readItem(tenantId: string, id: string): Promise<Outcome<Item>> {
  return act(tenantId, (api) => api.GET('/api/items/{id}', { params: { path: { id } } }));
}

export async function removeItem(tenantId: string, { id, version }: Seen): Promise<Outcome<unknown>> {
  return refreshed(
    await act(tenantId, (api) =>
      api.DELETE('/api/items/{id}', { params: { path: { id }, header: ifMatch(version) } }),
    ),
  );
}

/** A call for each, a few at a time. @returns why not, of those that are still there, by their ids */
export async function removeItems(
  tenantId: string,
  items: readonly Seen[],
): Promise<Outcome<Readonly<Record<string, Problem>>>> {
  const waiting = items.values();
  const refused: Record<string, Problem> = {};
  const work = async () => {
    for (const item of waiting) {
      const outcome = await removeItem(tenantId, item);
      // What somebody else has deleted meanwhile is gone as well.
      if (!outcome.ok && outcome.problem.status !== 404) refused[item.id] = outcome.problem;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { ok: true, value: refused };
}

/** The list is read again, also where it did not work: it may have changed under the reader's hands. */
function refreshed<Value>(outcome: Outcome<Value>): Outcome<Value> {
  revalidatePath('/items');
  return outcome;
}
