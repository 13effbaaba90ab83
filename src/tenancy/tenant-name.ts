import type { Request } from 'express';
import type { TenancySettings } from '../platform/config/environment.ts';
import type { Principal } from '../platform/context/request-context.ts';
import { headerLines } from '../platform/http/header-lines.ts';
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

/**
 * The tenants that a request names by itself, where a key says which one it works in: the header in every mode, and
 * the host where hosts name tenants.
 * @throws {BadRequest} `tenant/invalid` as {@link namedTenant}
 */
export function tenantsBesideKey(request: Request, { mode, header, mainDomain }: TenancySettings): string[] {
  const named = [
    tenantOfHeader(request, header),
    mode === 'subdomain' ? tenantOfHost(request, mainDomain ?? '') : undefined,
  ];
  return named.filter((name) => name !== undefined);
}

/** @throws {BadRequest} `tenant/invalid` when the token's claim is not a tenant's id */
export function claimedTenant({ tenantClaim }: Principal): string | undefined {
  return tenantClaim === null ? undefined : tenantId(tenantClaim);
}

function tenantOfHeader(request: Request, header: string): string | undefined {
  const [value, ...more] = headerLines(request.rawHeaders, header);
  if (more.length > 0) throw invalidTenant();
  return value === undefined ? undefined : tenantId(value);
}

function tenantOfHost(request: Request, mainDomain: string): string | undefined {
  const host = hostOf(request).toLowerCase();
  if (!HOST.test(host)) throw invalidTenant();
  const name = host.replace(/:\d+$/, '');
  if (!name.endsWith(`.${mainDomain}`)) return undefined;
  const label = name.slice(0, -mainDomain.length - 1);
  return RESERVED_LABELS.has(label) ? undefined : tenantId(label);
}

/**
 * `Host`, or what a proxy of `TRUSTED_PROXIES` says it was. Of several forwarded hosts `request.host` would take the
 * first, which is the one that a client can have sent itself.
 */
function hostOf(request: Request): string {
  const [forwarded, ...more] = headerLines(request.rawHeaders, 'x-forwarded-host');
  const trusts = request.app.get('trust proxy fn') as (address: string | undefined, hop: number) => boolean;
  if (forwarded === undefined || !trusts(request.socket.remoteAddress, 0)) return request.headers.host ?? '';
  if (more.length > 0) throw invalidTenant();
  return forwarded;
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
