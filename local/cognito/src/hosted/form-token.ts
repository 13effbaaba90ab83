import { randomBytes } from 'node:crypto';
import { cookie, type HttpRequest } from '../http/request.ts';
import { hmac, sameSecret } from '../secrets.ts';
import type { Service } from '../service.ts';

const NAME = 'cognito-form';
const VALUE = /^[\w-]{43}$/;

/**
 * The token of a form, bound by HMAC to a cookie of this browser, so that another site can neither post the form
 * nor sign somebody in with its own account (login CSRF).
 */
export function formToken(service: Service, request: HttpRequest): { token: string; cookies: string[] } {
  const known = cookie(request, NAME);
  if (known !== undefined && VALUE.test(known))
    return { token: hmac(service.store.formKey, known), cookies: [] };
  const value = randomBytes(32).toString('base64url');
  const secure = service.publicUrl.startsWith('https:') ? '; Secure' : '';
  return {
    token: hmac(service.store.formKey, value),
    cookies: [`${NAME}=${value}; Path=/; HttpOnly; SameSite=Lax${secure}`],
  };
}

export function isFormToken(service: Service, request: HttpRequest, token: string | null): boolean {
  const value = cookie(request, NAME);
  if (value === undefined || !VALUE.test(value) || token === null) return false;
  return sameSecret(token, hmac(service.store.formKey, value));
}
