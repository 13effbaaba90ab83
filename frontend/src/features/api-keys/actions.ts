'use server';
import { act } from '@/lib/act';
import type { Outcome } from '@/lib/problem';
import type { IssuedApiKey, NewApiKey } from './types';

export async function createApiKey(tenantId: string, body: NewApiKey): Promise<Outcome<IssuedApiKey>> {
  return act(tenantId, (api) => api.POST('/api/api-keys', { body }));
}

export async function revokeApiKey(tenantId: string, id: string): Promise<Outcome<undefined>> {
  return act(tenantId, (api) => api.DELETE('/api/api-keys/{id}', { params: { path: { id } } }));
}
