import 'server-only';
import { encode, getToken } from 'next-auth/jwt';
import { isHttps, settings } from '@/lib/settings';

/** What the encrypted cookie holds, and nothing else does. */
export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  /** Seconds since 1970. */
  readonly expires_at: number;
}

/** Browsers refuse a cookie above 4 kB with its name and attributes. */
const CHUNK = 3_800;
const DAYS_30 = 30 * 24 * 3_600;

export function cookieName(): string {
  return isHttps() ? '__Host-tenantry.session' : 'tenantry.session';
}

export function cookieOptions() {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps() } as const;
}

export async function readTokens(headers: Headers): Promise<Tokens | undefined> {
  const name = cookieName();
  const token = await getToken({
    req: { headers },
    secret: settings().secret,
    cookieName: name,
    salt: name,
  }).catch(() => null);
  return isTokens(token) ? token : undefined;
}

/** The cookies that hold the tokens, with empty ones for what is left of longer ones. */
export async function tokenCookies(tokens: Tokens, present: readonly string[]): Promise<[string, string][]> {
  const name = cookieName();
  const sealed = await encode({
    token: { ...tokens },
    secret: settings().secret,
    salt: name,
    maxAge: DAYS_30,
  });
  const pieces = sealed.match(new RegExp(`.{1,${CHUNK}}`, 'g')) ?? [];
  const cookies: [string, string][] =
    pieces.length === 1 ? [[name, sealed]] : pieces.map((piece, index) => [`${name}.${index}`, piece]);
  const written = new Set(cookies.map(([key]) => key));
  return [
    ...cookies,
    ...sessionCookies(present)
      .filter((key) => !written.has(key))
      .map(emptied),
  ];
}

export function sessionCookies(present: readonly string[]): string[] {
  const name = cookieName();
  return present.filter((key) => key === name || key.startsWith(`${name}.`));
}

const emptied = (key: string): [string, string] => [key, ''];

function isTokens(value: unknown): value is Tokens {
  if (typeof value !== 'object' || value === null) return false;
  const { access_token, refresh_token, expires_at } = value as Partial<Record<keyof Tokens, unknown>>;
  return (
    typeof access_token === 'string' && typeof refresh_token === 'string' && typeof expires_at === 'number'
  );
}
