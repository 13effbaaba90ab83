import type { Request } from 'express';
import type { TenancySettings } from '../platform/config/environment.ts';
import type { Principal } from '../platform/context/request-context.ts';
import { BadRequest } from '../platform/http/problem.ts';

/** What a tenant may be called by; its row is held to the same. */
export const TENANT_ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const HOST = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;
/** Labels under the main domain that are ours, so no tenant can have them as its id. */
export const RESERVED_LABELS: ReadonlySet<string> = new Set([
  'www',
  'api',
  'admin',
  'app',
  'auth',
  'docs',
  'static',
  'status',
  'mail',
]);

/**
 * The tenant that the request names by header, host or claim; `undefined` when it names none.
 * A name lets nobody in: membership decides.
 * @throws {BadRequest} `tenant/invalid` when the name is repeated, joined or ill-formed
 */
export function namedTenant(
  request: Request,
  principal: Principal,
  settings: TenancySettings,
): string | undefined {
  switch (settings.mode) {
    case 'header':
      return tenantOfHeader(request, settings.header);
    case 'subdomain':
      return tenantOfHost(request, settings.mainDomain ?? '');
    case 'claim':
      return claimedTenant(principal);
  }
}

/** @throws {BadRequest} `tenant/invalid` when the token's claim is not a tenant's id */
export function claimedTenant({ tenantClaim }: Principal): string | undefined {
  return tenantClaim === null ? undefined : tenantId(tenantClaim);
}

/** Node joins repeated headers with a comma, which no tenant's id has; the raw lines are counted all the same. */
function tenantOfHeader(request: Request, header: string): string | undefined {
  const values = request.rawHeaders.filter(
    (_, at, raw) => at % 2 === 1 && raw[at - 1]?.toLowerCase() === header,
  );
  if (values.length > 1) throw invalidTenant();
  return values[0] === undefined ? undefined : tenantId(values[0]);
}

/** `Host`, or what a trusted proxy says it was: Express decides by `TRUSTED_PROXIES`. */
function tenantOfHost(request: Request, mainDomain: string): string | undefined {
  const host = (request.host ?? '').toLowerCase();
  if (!HOST.test(host)) throw invalidTenant();
  const name = host.replace(/:\d+$/, '');
  if (!name.endsWith(`.${mainDomain}`)) return undefined;
  const label = name.slice(0, -mainDomain.length - 1);
  return RESERVED_LABELS.has(label) ? undefined : tenantId(label);
}

function tenantId(value: string): string {
  if (!TENANT_ID.test(value)) throw invalidTenant();
  return value;
}

function invalidTenant(): BadRequest {
  return new BadRequest(
    'tenant/invalid',
    'The tenant must be named once, by an id of at most 64 lower-case letters, digits, "_" and "-".',
  );
}
