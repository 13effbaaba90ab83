import { passOn } from '@/lib/pass-on';
import { isSameOrigin } from '@/lib/same-origin';
import { secured } from '@/lib/security-headers';

/**
 * A CSV file on its way to the API, as it comes: never whole in memory, and no token in the browser. The proxy would
 * keep all of it, and no more than 10 MB, so it is passed by (see its matcher): what it checks and adds is done here.
 */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) return secured(new Response(null, { status: 403 }));
  const tenantId = new URL(request.url).searchParams.get('tenant') ?? '';
  return secured(
    await passOn('/items/import', tenantId, {
      method: 'POST',
      headers: { 'Content-Type': 'text/csv' },
      body: request.body,
      signal: request.signal,
    }),
  );
}
