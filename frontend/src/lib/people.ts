import 'server-only';
import { cache } from 'react';
import type { Person } from './person';
import { read } from './read';
import { readAll } from './read-all';
import type { Member } from './types';

/** Those who are members of a tenant and those who were, so that a page can name whom the API knows by `sub`. */
export const readPeople = cache(async (tenantId: string): Promise<readonly Person[]> => {
  const lists = await Promise.all(
    [undefined, 'removed' as const].map((status) =>
      readAll<Member>((page) =>
        read(tenantId, (api) =>
          api.GET('/api/tenant/members', { params: { query: { ...page, ...(status && { status }) } } }),
        ),
      ),
    ),
  );
  return lists.flat().map(({ sub, email, username, status }) => ({
    sub,
    name: email ?? username,
    active: status === 'active',
  }));
});
