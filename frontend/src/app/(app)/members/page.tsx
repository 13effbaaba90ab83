import { getTranslations } from 'next-intl/server';
import { MemberList } from '@/features/members/member-list';
import { one, oneOf, type SearchParams } from '@/lib/list-params';
import { read } from '@/lib/read';
import { whereAmI } from '@/lib/tenant';

export async function generateMetadata() {
  return { title: (await getTranslations('members'))('title') };
}

export default async function MembersPage({ searchParams }: { searchParams: SearchParams }) {
  const { me, tenant } = await whereAmI();
  const { status, cursor } = await searchParams;
  const query = {
    status: oneOf(status, ['active', 'suspended', 'removed']),
    cursor: one(cursor),
    limit: 50,
  };
  const page = await read(tenant.tenant_id, (api) => api.GET('/api/tenant/members', { params: { query } }));
  return <MemberList tenant={tenant} ownSub={me.sub} page={page} />;
}
