import { passOn } from '@/lib/pass-on';

const KNOWN = ['format', 'q', 'tag', 'owner_sub', 'sort'];

/** A file of items as the API sends it, from the front end's own origin. */
export async function GET(request: Request): Promise<Response> {
  const given = new URL(request.url).searchParams;
  const query = new URLSearchParams([...given].filter(([name]) => KNOWN.includes(name)));
  return passOn(`/items/export?${query}`, given.get('tenant') ?? '', { signal: request.signal });
}
