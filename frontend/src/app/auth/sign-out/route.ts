import { cookies } from 'next/headers';
import { callTokenEndpoint } from '@/auth/token-endpoint';
import { cookieOptions, readTokens, sessionCookies } from '@/auth/tokens';
import { isSameOrigin } from '@/lib/same-origin';
import { settings } from '@/lib/settings';

/** Ends all three: our session, the refresh token with what came from it, and the session of the hosted UI. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) return new Response(null, { status: 403 });
  const tokens = await readTokens(request.headers);
  if (tokens !== undefined) {
    // Unreachable: the session here and the hosted one end all the same.
    await callTokenEndpoint('revoke', { token: tokens.refresh_token }).catch(() => undefined);
  }
  const jar = await cookies();
  for (const name of sessionCookies(jar.getAll().map((cookie) => cookie.name))) {
    jar.set(name, '', { ...cookieOptions(), maxAge: 0 });
  }
  const { cognitoDomain, clientId, origin } = settings();
  const query = new URLSearchParams({ client_id: clientId, logout_uri: `${origin}/` });
  return new Response(null, { status: 303, headers: { Location: `${cognitoDomain}/logout?${query}` } });
}
