import 'server-only';
import { cookies } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { isPlatformAdmin } from './platform-admin';
import { read } from './read';
import type { Me, Membership } from './types';

export const TENANT_COOKIE = 'tenant';

export interface Here {
  readonly me: Me;
  readonly tenant: Membership;
}

export const readMe = cache(() => read(undefined, (api) => api.GET('/api/user/me')));

/** With those of suspended tenants, which /me leaves out. */
export async function readMemberships() {
  return (await read(undefined, (api) => api.GET('/api/user/memberships'))).data;
}

/** Who is here, and in which of their tenants; in none where they run the platform. The cookie is a hint; /me counts. */
export const whoIsHere = cache(async (): Promise<{ me: Me; tenant: Membership | null }> => {
  const me = await readMe();
  const hint = (await cookies()).get(TENANT_COOKIE)?.value;
  const tenant = me.tenants.find(({ tenant_id }) => tenant_id === hint) ?? me.tenants[0] ?? null;
  if (tenant === null && !isPlatformAdmin(me)) {
    redirect((await readMemberships()).length > 0 ? '/suspended' : '/no-access');
  }
  return { me, tenant };
});

/** For a page that shows what is a tenant's. */
export async function whereAmI(): Promise<Here> {
  const { me, tenant } = await whoIsHere();
  if (tenant === null) redirect('/tenants');
  return { me, tenant };
}

/** As `whereAmI`, for a page that only admins have. */
export async function whereAmIAdmin(): Promise<Here> {
  const here = await whereAmI();
  if (here.tenant.role !== 'admin') notFound();
  return here;
}
