import 'server-only';
import { read } from './read';

/** The e-mail address of each member of the tenant, by `sub`; of the first hundred, for a page has to be quick. */
export async function readPeople(tenantId: string): Promise<Readonly<Record<string, string>>> {
  const { data } = await read(tenantId, (api) =>
    api.GET('/api/tenant/members', { params: { query: { limit: 100 } } }),
  );
  return Object.fromEntries(data.map(({ sub, email, username }) => [sub, email ?? username]));
}
