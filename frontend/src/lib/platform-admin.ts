import type { Me } from './types';

/** Whether they look after the tenants themselves. What is shown depends on it; the API is what refuses. */
export function isPlatformAdmin({ groups }: Me): boolean {
  return groups.includes('platform-admin');
}
