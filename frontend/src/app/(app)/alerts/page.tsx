import { getTranslations } from 'next-intl/server';
import type { AlertDetail } from '@/features/alerts/alert-drawer';
import { AlertsView } from '@/features/alerts/alerts-view';
import { ALERT_SORTS, SEVERITIES, VIEWS, VIEW_NAMES } from '@/features/alerts/states';
import { one, oneOf, some, type SearchParams } from '@/lib/list-params';
import { readPeople } from '@/lib/people';
import { read, readIfThere } from '@/lib/read';
import { readAll } from '@/lib/read-all';
import { whereAmI } from '@/lib/tenant';

const ROWS = 50;

export async function generateMetadata() {
  return { title: (await getTranslations('alerts'))('pageTitle') };
}

export default async function AlertsPage({ searchParams }: { searchParams: SearchParams }) {
  const { me, tenant } = await whereAmI();
  const params = await searchParams;
  const open = one(params['open']);
  const [page, people, detail] = await Promise.all([
    readPage(tenant.tenant_id, await searchParams),
    readPeople(tenant.tenant_id),
    open === undefined || open === 'new' ? null : readDetail(tenant.tenant_id, open),
  ]);
  return <AlertsView me={me} tenant={tenant} people={people} page={page} detail={detail} />;
}

function readPage(tenantId: string, params: Awaited<SearchParams>) {
  const query = {
    status: VIEWS[oneOf(params['view'], VIEW_NAMES) ?? 'unresolved'].join(),
    severity: some(params['severity'], SEVERITIES)?.join(),
    source: one(params['source']),
    assignee_sub: one(params['assignee']),
    q: one(params['q']),
    sort: oneOf(params['sort'], ALERT_SORTS) ?? ALERT_SORTS[0],
    cursor: one(params['cursor']),
    limit: ROWS,
  };
  return read(tenantId, (api) => api.GET('/api/alerts', { params: { query } }));
}

async function readDetail(tenantId: string, id: string): Promise<AlertDetail | null> {
  const path = { id };
  const alert = await readIfThere(tenantId, (api) => api.GET('/api/alerts/{id}', { params: { path } }));
  if (alert === null) return null;
  const [item, timeline] = await Promise.all([
    alert.item_id === null ? null : readItem(tenantId, alert.item_id),
    readAll((query) =>
      read(tenantId, (api) => api.GET('/api/alerts/{id}/timeline', { params: { path, query } })),
    ),
  ]);
  return { alert, item, timeline };
}

function readItem(tenantId: string, id: string) {
  return readIfThere(tenantId, (api) => api.GET('/api/items/{id}', { params: { path: { id } } }));
}
