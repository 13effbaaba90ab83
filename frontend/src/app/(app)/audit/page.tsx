import { getTimeZone, getTranslations } from 'next-intl/server';
import { AuditList } from '@/features/audit/audit-list';
import { beginningOf, endOf } from '@/lib/days';
import { one, type SearchParams } from '@/lib/list-params';
import { readPeople } from '@/lib/people';
import { read } from '@/lib/read';
import { whereAmIAdmin } from '@/lib/tenant';

export async function generateMetadata() {
  return { title: (await getTranslations('audit'))('title') };
}

export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const { tenant } = await whereAmIAdmin();
  const [{ actor, action, target, from, to, cursor }, timeZone] = await Promise.all([
    searchParams,
    getTimeZone(),
  ]);
  const query = {
    actor_sub: one(actor),
    action: one(action),
    target: one(target),
    from: beginningOf(one(from), timeZone),
    to: endOf(one(to), timeZone),
    cursor: one(cursor),
    limit: 50,
  };
  const [page, people, machines] = await Promise.all([
    read(tenant.tenant_id, (api) => api.GET('/api/audit', { params: { query } })),
    readPeople(tenant.tenant_id),
    readMachines(tenant.tenant_id),
  ]);
  return <AuditList tenant={tenant} page={page} actors={{ people, machines }} />;
}

/** Those that work and those that are revoked, as far as a page of each goes. */
async function readMachines(tenantId: string): Promise<Record<string, string>> {
  const pages = await Promise.all(
    [undefined, 'revoked' as const].map((status) =>
      read(tenantId, (api) => api.GET('/api/api-keys', { params: { query: { limit: 100, status } } })),
    ),
  );
  return Object.fromEntries(pages.flatMap(({ data }) => data).map(({ id, name }) => [id, name]));
}
