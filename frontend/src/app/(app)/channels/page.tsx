import { getTranslations } from 'next-intl/server';
import { ChannelList } from '@/features/channels/channel-list';
import { one, type SearchParams } from '@/lib/list-params';
import { read, readIfThere } from '@/lib/read';
import { whereAmIAdmin } from '@/lib/tenant';

export async function generateMetadata() {
  return { title: (await getTranslations('channels'))('title') };
}

export default async function ChannelsPage({ searchParams }: { searchParams: SearchParams }) {
  const { tenant } = await whereAmIAdmin();
  const { cursor, open } = await searchParams;
  const query = { cursor: one(cursor), limit: 50 };
  const [page, deliveries] = await Promise.all([
    read(tenant.tenant_id, (api) => api.GET('/api/alert-channels', { params: { query } })),
    readDeliveries(tenant.tenant_id, one(open)),
  ]);
  return <ChannelList tenant={tenant} page={page} deliveries={deliveries} />;
}

async function readDeliveries(tenantId: string, id: string | undefined) {
  if (id === undefined || id === 'new') return null;
  return readIfThere(tenantId, (api) =>
    api.GET('/api/alert-channels/{id}/deliveries', { params: { path: { id }, query: { limit: 50 } } }),
  );
}
