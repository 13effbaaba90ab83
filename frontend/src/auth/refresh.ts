import 'server-only';
import { callTokenEndpoint } from './token-endpoint';
import type { Tokens } from './tokens';

/** `ended`: Cognito says no. `unreachable`: it cannot be decided now, and nothing is lost. */
export type Refreshed = Tokens | 'ended' | 'unreachable';

const EARLY_SECONDS = 60;
/** Requests that were sent with the old cookie come a little later, and get the same tokens. */
const REMEMBERED_MS = 25_000;

const shared = globalThis as { tenantryRefreshes?: Map<string, Promise<Refreshed>> };
const refreshes = (shared.tenantryRefreshes ??= new Map());

export function isDue({ expires_at }: Tokens): boolean {
  return Date.now() / 1_000 > expires_at - EARLY_SECONDS;
}

export function isOver({ expires_at }: Tokens): boolean {
  return Date.now() / 1_000 > expires_at;
}

/** New tokens; one call at a time for each refresh token, however many requests ask for it. */
export function refresh(tokens: Tokens): Promise<Refreshed> {
  const key = tokens.refresh_token;
  const running = refreshes.get(key);
  if (running !== undefined) return running;
  const started = callRefresh(tokens);
  refreshes.set(key, started);
  void started.then((result) => {
    const forget = () => refreshes.delete(key);
    if (result === 'unreachable') forget();
    else setTimeout(forget, REMEMBERED_MS).unref();
  });
  return started;
}

async function callRefresh({ refresh_token }: Tokens): Promise<Refreshed> {
  try {
    const answer = await callTokenEndpoint('token', { grant_type: 'refresh_token', refresh_token });
    if (answer.status === 400 || answer.status === 401) return 'ended';
    if (!answer.ok) return 'unreachable';
    const fresh = (await answer.json()) as {
      access_token: string;
      refresh_token?: string;
      expires_in: number;
    };
    return {
      access_token: fresh.access_token,
      refresh_token: fresh.refresh_token ?? refresh_token,
      expires_at: Math.floor(Date.now() / 1_000) + fresh.expires_in,
    };
  } catch {
    return 'unreachable';
  }
}
