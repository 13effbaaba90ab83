import { Forbidden } from '../platform/http/problem.ts';
import type { ApiScope } from './api-key.ts';

export function scopeMissing(scope: ApiScope): Forbidden {
  return new Forbidden('auth/scope', `This needs an API key with the scope ${scope}.`);
}

export function otherTenantNamed(): Forbidden {
  return new Forbidden('tenant/mismatch', 'The tenant named is not the one of your API key.');
}
