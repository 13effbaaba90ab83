import type { Reply } from '../http/reply.ts';

/** A browser client finishes the code exchange from its own origin; no cookie is involved there. */
export const CORS = { 'access-control-allow-origin': '*' };

/** X-Requested-With is what Swagger UI sends along. */
export function preflight(): Reply {
  return {
    status: 204,
    headers: {
      ...CORS,
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': 'authorization, content-type, x-requested-with',
      'access-control-max-age': '600',
    },
    body: '',
  };
}
