import 'server-only';
import { headers } from 'next/headers';
import createClient, { type Client } from 'openapi-fetch';
import { readTokens } from '@/auth/tokens';
import { ApiProblem } from './problem';
import type { paths } from './schema';
import { settings } from './settings';

export type Api = Client<paths>;

const TIMEOUT_MS = 15_000;

/**
 * The one way to the API, with the token of whoever is here.
 * @param tenantId the tenant that the page shows, not whichever is the current one by now
 * @throws {ApiProblem} by its calls, for every answer that is no success and where there is none
 */
export function apiOf(tenantId?: string): Api {
  const client = createClient<paths>({
    baseUrl: settings().apiUrl,
    fetch: (request) => send(request, AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)])),
    ...(tenantId !== undefined && { headers: { 'X-Tenant-Id': tenantId } }),
  });
  client.use({
    onResponse: async ({ response }) => {
      if (!response.ok) throw await ApiProblem.of(response);
    },
  });
  return client;
}

/** What a call of the API has answered with. */
export async function answerOf<Data>(call: Promise<{ data?: Data }>): Promise<Data> {
  // Without a success the call has thrown; 204 has no data, and its type says so.
  return (await call).data as Data;
}

/**
 * As the API answers, and with no time limit but the caller's: for streams and files.
 * @throws {ApiProblem} where there is no session or no answer
 */
export function streamApi(
  path: string,
  tenantId: string,
  init: RequestInit & { signal: AbortSignal },
): Promise<Response> {
  // `half`: without it a body cannot be a stream.
  const request = new Request(`${settings().apiUrl}/api${path}`, { ...init, duplex: 'half' } as RequestInit);
  request.headers.set('X-Tenant-Id', tenantId);
  return send(request, init.signal);
}

async function send(request: Request, signal: AbortSignal): Promise<Response> {
  const tokens = await readTokens(await headers());
  if (tokens === undefined) throw ApiProblem.sessionEnded();
  request.headers.set('Authorization', `Bearer ${tokens.access_token}`);
  try {
    return await fetch(request, { signal, cache: 'no-store', redirect: 'error' });
  } catch {
    throw ApiProblem.unreachable();
  }
}
