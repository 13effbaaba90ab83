import 'server-only';
import { cache } from 'react';
import { read } from './read';

/** E-mail addresses by `sub`. */
export type People = Readonly<Record<string, string>>;

/** Those who are members of the tenant and those who were, as far as a page of each goes: a name helps, and may be missing. */
export const readPeople = cache(async (tenantId: string): Promise<People> => {
  const pages = await Promise.all(
    [undefined, 'removed' as const].map((status) =>
      read(tenantId, (api) => api.GET('/api/tenant/members', { params: { query: { limit: 100, status } } })),
    ),
  );
  const members = pages.flatMap(({ data }) => data);
  return Object.fromEntries(members.map(({ sub, email, username }) => [sub, email ?? username]));
});
