import type { RequestContext } from '../context/request-context.ts';

/** What every line of the log says of the request that it belongs to. */
export function contextFields({ requestId, tenant, principal, apiKey }: RequestContext) {
  return {
    request_id: requestId,
    ...(tenant && { tenant_id: tenant.id }),
    ...(principal && { sub: principal.subject }),
    ...(apiKey && { api_key_id: apiKey.id }),
  };
}
