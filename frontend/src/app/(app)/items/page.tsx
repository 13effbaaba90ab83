import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import { itemFilter } from '@/features/items/item-filter';
import { ItemsView } from '@/features/items/items-view';
import { one, type SearchParams } from '@/lib/list-params';
import { readPeople } from '@/lib/people';
import { readIfThere } from '@/lib/read';
import { whereAmI } from '@/lib/tenant';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('items'))('title') };
}

export default async function ItemsPage({ searchParams }: { searchParams: SearchParams }) {
  const [{ me, tenant }, params] = await Promise.all([whereAmI(), searchParams]);
  const { tenant_id } = tenant;
  const filter = itemFilter(params, me.sub);
  const cursor = one(params['cursor']);
  const open = one(params['open']);
  const [page, people, item] = await Promise.all([
    readIfThere(tenant_id, (api) =>
      api.GET('/api/items', { params: { query: { ...filter, ...(cursor !== undefined && { cursor }) } } }),
    ),
    readPeople(tenant_id),
    open === undefined || open === 'new'
      ? null
      : readIfThere(tenant_id, (api) => api.GET('/api/items/{id}', { params: { path: { id: open } } })),
  ]);
  // A place in another tenant's list, or in one of other filters: the list begins anew.
  if (page === null && cursor !== undefined) redirect('/items');
  return (
    <ItemsView
      here={{ tenant, people, mySub: me.sub, mayWrite: tenant.role !== 'viewer', filter }}
      page={page ?? { data: [], next_cursor: null }}
      opened={open === undefined ? null : { id: open, item }}
    />
  );
}
