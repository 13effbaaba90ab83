import { getTranslations } from 'next-intl/server';
import { ApiKeyList } from '@/features/api-keys/api-key-list';
import { one, oneOf, type SearchParams } from '@/lib/list-params';
import { readPeople } from '@/lib/people';
import { read } from '@/lib/read';
import { settings } from '@/lib/settings';
import { whereAmIAdmin } from '@/lib/tenant';

export async function generateMetadata() {
  return { title: (await getTranslations('apiKeys'))('title') };
}

export default async function ApiKeysPage({ searchParams }: { searchParams: SearchParams }) {
  const { tenant } = await whereAmIAdmin();
  const { status, cursor } = await searchParams;
  const query = { status: oneOf(status, ['active', 'expired', 'revoked']), cursor: one(cursor), limit: 50 };
  const [page, people] = await Promise.all([
    read(tenant.tenant_id, (api) => api.GET('/api/api-keys', { params: { query } })),
    readPeople(tenant.tenant_id),
  ]);
  return <ApiKeyList tenant={tenant} page={page} people={people} apiUrl={settings().publicApiUrl} />;
}
