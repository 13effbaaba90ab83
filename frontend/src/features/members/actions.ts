'use server';
import { act } from '@/lib/act';
import { ifMatch } from '@/lib/if-match';
import type { Outcome } from '@/lib/problem';
import type { Member, Role } from '@/lib/types';

export async function inviteMember(
  tenantId: string,
  body: { email: string; role: Role },
): Promise<Outcome<Member>> {
  return act(tenantId, (api) => api.POST('/api/tenant/members', { body }));
}

export async function changeMember(
  tenantId: string,
  { sub, version }: Pick<Member, 'sub' | 'version'>,
  body: { role?: Role; status?: 'active' | 'suspended' },
): Promise<Outcome<Member>> {
  return act(tenantId, (api) =>
    api.PATCH('/api/tenant/members/{sub}', {
      params: { path: { sub }, header: ifMatch(version) },
      body,
    }),
  );
}

export async function removeMember(
  tenantId: string,
  { sub, version }: Pick<Member, 'sub' | 'version'>,
): Promise<Outcome<undefined>> {
  return act(tenantId, (api) =>
    api.DELETE('/api/tenant/members/{sub}', { params: { path: { sub }, header: ifMatch(version) } }),
  );
}
