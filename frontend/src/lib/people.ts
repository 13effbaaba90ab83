import 'server-only';
import { cache } from 'react';
import { read } from './read';
import { readAll } from './read-all';
import type { Member } from './types';

/** Who a `sub` is. */
export interface Person {
  readonly sub: string;
  readonly name: string;
  /** Whether work may be given to them. */
  readonly active: boolean;
}

/** The people of a tenant, so that a page can name those whom the API knows by their `sub`. */
export const readPeople = cache(async (tenantId: string): Promise<readonly Person[]> => {
  const members = await readAll<Member>((query) =>
    read(tenantId, (api) => api.GET('/api/tenant/members', { params: { query } })),
  );
  return members.map(({ sub, email, username, status }) => ({
    sub,
    name: email ?? username,
    active: status === 'active',
  }));
});
