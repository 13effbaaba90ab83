import { randomBytes } from 'node:crypto';
import { cookie, type HttpRequest } from '../http/request.ts';
import { fingerprint } from '../secrets.ts';
import type { Service } from '../service.ts';
import type { BrowserSession, Pool, User } from '../store/model.ts';

/** The cookie of the hosted UI lives one hour from sign-in, whatever happens to the tokens. */
const LIFETIME_S = 3600;

// One per pool, because all pools are at one address here.
const nameFor = (pool: Pool) => `cognito-${pool.id}`;

function setCookie(service: Service, pool: Pool, value: string, maxAge: number): string {
  const secure = service.publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${nameFor(pool)}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`;
}

/** Remembers the sign-in; answers the cookie to set. */
export function openBrowserSession(
  service: Service,
  pool: Pool,
  user: User,
): { cookie: string; authTime: number } {
  const secret = randomBytes(32).toString('base64url');
  const authTime = service.clock.seconds();
  pool.browserSessions.set(fingerprint(secret), {
    username: user.username,
    authTime,
    expiresAt: (authTime + LIFETIME_S) * 1000,
  });
  return { cookie: setCookie(service, pool, secret, LIFETIME_S), authTime };
}

/** Who is signed in at this browser, if the user still may. */
export function browserUser(
  service: Service,
  pool: Pool,
  request: HttpRequest,
): { user: User; session: BrowserSession } | undefined {
  const session = pool.browserSessions.get(fingerprint(cookie(request, nameFor(pool)) ?? ''));
  const user = session && pool.users.get(session.username);
  if (!session || !user?.enabled || session.expiresAt <= service.clock.now()) return undefined;
  return { user, session };
}

/** Forgets the sign-in; answers the cookie that removes the cookie. */
export function closeBrowserSession(service: Service, pool: Pool, request: HttpRequest): string {
  pool.browserSessions.delete(fingerprint(cookie(request, nameFor(pool)) ?? ''));
  return setCookie(service, pool, '', 0);
}
