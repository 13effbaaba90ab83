import { Forbidden } from '../platform/http/problem.ts';

/** No member, suspended and unknown alike. */
export function noAccess(): Forbidden {
  return new Forbidden('tenant/forbidden', 'You have no access to this tenant.');
}
