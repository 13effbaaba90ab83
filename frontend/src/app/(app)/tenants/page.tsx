import { getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { TenantList } from '@/features/tenants/tenant-list';
import { one, type SearchParams } from '@/lib/list-params';
import { isPlatformAdmin } from '@/lib/platform-admin';
import { read } from '@/lib/read';
import { readMe } from '@/lib/tenant';

export async function generateMetadata() {
  return { title: (await getTranslations('tenants'))('title') };
}

export default async function TenantsPage({ searchParams }: { searchParams: SearchParams }) {
  if (!isPlatformAdmin(await readMe())) notFound();
  const query = { cursor: one((await searchParams)['cursor']), limit: 50 };
  const page = await read(undefined, (api) => api.GET('/api/tenants', { params: { query } }));
  return <TenantList page={page} />;
}
