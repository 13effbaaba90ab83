'use server';
import { act } from '@/lib/act';
import { ifMatch } from '@/lib/if-match';
import type { Outcome } from '@/lib/problem';
import type { NewTenant, Tenant, TenantChange } from './types';

export async function createTenant(body: NewTenant): Promise<Outcome<Tenant>> {
  return act(undefined, (api) => api.POST('/api/tenants', { body }));
}

export async function updateTenant(
  { tenant_id, version }: Pick<Tenant, 'tenant_id' | 'version'>,
  body: TenantChange,
): Promise<Outcome<Tenant>> {
  return act(undefined, (api) =>
    api.PATCH('/api/tenants/{tenant_id}', {
      params: { path: { tenant_id }, header: ifMatch(version) },
      body,
    }),
  );
}
