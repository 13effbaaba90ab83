import { NextResponse, type NextRequest } from 'next/server';
import { isDue, isOver, refresh, type Refreshed } from './auth/refresh';
import { cookieOptions, readTokens, sessionCookies, tokenCookies, type Tokens } from './auth/tokens';
import { isSameOrigin } from './lib/same-origin';
import { contentSecurityPolicy, secured } from './lib/security-headers';
import { settings } from './lib/settings';

/** What everybody may see. */
const OPEN = ['/sign-in', '/session-ended', '/api/auth/', '/auth/', '/unreachable'];
const DAYS_30 = 30 * 24 * 3_600;

/** Renews tokens and leads to sign-in. No security boundary: every read checks the session itself. */
export async function proxy(request: NextRequest): Promise<Response> {
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (!reads && !isSameOrigin(request.headers)) return refuse(403);
  const { pathname } = request.nextUrl;
  if (OPEN.some((open) => pathname.startsWith(open))) return passOn(request);

  const tokens = await readTokens(request.headers);
  if (tokens === undefined) return reads ? leadTo('/sign-in', request) : passOn(request);
  if (!isDue(tokens)) return passOn(request);
  const refreshed = await refresh(tokens);
  if (typeof refreshed === 'object') return passOn(request, refreshed);
  return withoutTokens(request, tokens, refreshed, reads);
}

async function withoutTokens(
  request: NextRequest,
  old: Tokens,
  why: Refreshed,
  reads: boolean,
): Promise<Response> {
  if (why === 'ended') {
    // An action answers by itself that the session has ended: what was typed stays.
    const response = reads ? leadTo('/session-ended', request) : await passOn(request);
    const present = request.cookies.getAll().map(({ name }) => name);
    for (const name of sessionCookies(present))
      response.cookies.set(name, '', { ...cookieOptions(), maxAge: 0 });
    return response;
  }
  if (!isOver(old)) return passOn(request);
  if (request.nextUrl.pathname.startsWith('/api/')) return refuse(503);
  return reads ? leadTo('/unreachable', request) : passOn(request);
}

function leadTo(path: string, request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  if (pathname.startsWith('/api/')) return refuse(401);
  const target = new URL(path, settings().origin);
  if (pathname !== '/' || search !== '') target.searchParams.set('callbackUrl', `${pathname}${search}`);
  return secured(NextResponse.redirect(target));
}

function refuse(status: number): NextResponse {
  return secured(new NextResponse(null, { status }));
}

/** With the policy of this page and, where they are new, the tokens: for the page that is made now and for the browser. */
async function passOn(request: NextRequest, fresh?: Tokens): Promise<NextResponse> {
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64');
  const policy = contentSecurityPolicy(nonce);
  const names = request.cookies.getAll().map(({ name }) => name);
  const written = fresh === undefined ? [] : await tokenCookies(fresh, names);
  for (const [name, value] of written) {
    if (value === '') request.cookies.delete(name);
    else request.cookies.set(name, value);
  }
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('Content-Security-Policy', policy);
  headers.set('x-path', `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  for (const [name, value] of written) {
    response.cookies.set(name, value, { ...cookieOptions(), maxAge: value === '' ? 0 : DAYS_30 });
  }
  return secured(response, policy);
}

/** A file to import is not held here, see its route. */
export const config = {
  matcher: ['/((?!_next/static|favicon.ico|icon.svg|api/items/import$).*)'],
};
