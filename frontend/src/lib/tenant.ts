import 'server-only';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
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

/** Who is here, and in which of their tenants. The cookie is a hint; what /me says counts. */
export const whereAmI = cache(async (): Promise<Here> => {
  const me = await readMe();
  const hint = (await cookies()).get(TENANT_COOKIE)?.value;
  const tenant = me.tenants.find(({ tenant_id }) => tenant_id === hint) ?? me.tenants[0];
  if (tenant === undefined) redirect((await readMemberships()).length > 0 ? '/suspended' : '/no-access');
  return { me, tenant };
});
