import 'server-only';
import { headers } from 'next/headers';
import { readTokens } from '@/auth/tokens';
import { ApiProblem } from './problem';
import { settings } from './settings';

interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** The tenant that the page shows, not whichever is the current one by now. */
  readonly tenantId?: string;
  readonly body?: unknown;
  /** The version that is to be changed. */
  readonly version?: number;
}

const TIMEOUT_MS = 15_000;

/**
 * The one way to the API.
 * @throws {ApiProblem} for every answer that is no success, and where there is none
 */
export async function api<Answer>(path: string, call: Call = {}): Promise<Answer> {
  const answer = await callApi(path, call, AbortSignal.timeout(TIMEOUT_MS));
  if (!answer.ok) throw await ApiProblem.of(answer);
  return (answer.status === 204 ? undefined : await answer.json()) as Answer;
}

/** As `api`, with the answer as it comes: for streams. */
export async function callApi(
  path: string,
  { method = 'GET', tenantId, body, version }: Call,
  signal: AbortSignal,
  more: Record<string, string> = {},
): Promise<Response> {
  const tokens = await readTokens(await headers());
  if (tokens === undefined) throw ApiProblem.sessionEnded();
  try {
    return await fetch(`${settings().apiUrl}/api${path}`, {
      method,
      signal,
      cache: 'no-store',
      redirect: 'error',
      headers: {
        ...more,
        Authorization: `Bearer ${tokens.access_token}`,
        ...(tenantId !== undefined && { 'X-Tenant-Id': tenantId }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(version !== undefined && { 'If-Match': `"${version}"` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch {
    throw ApiProblem.unreachable();
  }
}
