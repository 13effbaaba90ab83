'use server';
import { act } from '@/lib/act';
import type { Outcome } from '@/lib/problem';

export async function changePassword(body: {
  previous_password: string;
  new_password: string;
}): Promise<Outcome<{ ok: boolean }>> {
  return act(undefined, (api) => api.POST('/api/user/change-password', { body }));
}
