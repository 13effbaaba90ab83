import { STATUS_CODES } from 'node:http';
import type { Problem } from './platform/http/problem.ts';
import { rateLimited } from './tenancy/request-limit-answers.ts';

const REFUSED = { isAdmitted: false, remaining: 0, seconds: 1, rate: 50, burst: 100 };

/** What the guards and the pipe give, with one example of each. */
const EXAMPLES: Readonly<Record<number, { code: string; detail: string; errors?: object[]; when: string }>> =
  {
    400: {
      when: 'The request is not valid, or names no tenant.',
      code: 'request/invalid',
      detail: 'The request is not valid. limit: must be a whole number from 1 to 100',
      errors: [{ field: 'limit', message: 'must be a whole number from 1 to 100' }],
    },
    401: {
      when: 'The token is missing, malformed, expired, signed out, or of another use, client or pool; or the API key missing, malformed, unknown, expired or revoked.',
      code: 'auth/unauthorized',
      detail: 'A valid token is required.',
    },
    403: {
      when: 'No member of the tenant, tenant suspended or unknown, another tenant than the token names, role too low.',
      code: 'tenant/forbidden',
      detail: 'You have no access to this tenant.',
    },
    412: {
      when: 'It has changed since you read it.',
      code: 'resource/changed',
      detail: 'The resource has changed since you read it. Read it again and repeat your change.',
    },
    413: { when: 'The body is too large.', code: 'request/too_large', detail: 'The body is too large.' },
    415: {
      when: 'The body is not of the type that the route takes.',
      code: 'request/media_type',
      detail: 'Send the body as application/json.',
    },
    429: {
      when: 'The tenant has made as many requests as its plan allows, on all instances together.',
      code: 'tenant/rate_limited',
      detail: rateLimited(REFUSED).message,
    },
    503: {
      when: 'It cannot be decided now: database, signing keys or Cognito unreachable. `Retry-After` says when to try again.',
      code: 'service/unavailable',
      detail: 'The service cannot answer this now. Try again shortly.',
    },
  };

/**
 * The response of one status.
 *
 * @param general whether the guards or the pipe may give it
 * @param own what the handler may refuse with this status
 */
export function problemResponse(status: number, general: boolean, own: readonly Problem[]) {
  const known = general ? EXAMPLES[status] : undefined;
  const reasons = [...(known === undefined ? [] : [known.when]), ...own.map(({ message }) => message)];
  const examples = [
    ...(known === undefined ? [] : [example(status, known)]),
    ...own.map(({ code, message }) => example(status, { code, detail: message })),
  ];
  return {
    description: reasons.join(' Or: '),
    ...((status === 429 || status === 503) && { headers: RETRY_AFTER }),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(examples) as Record<string, { value: object }>,
      },
    },
  };
}

/** A problem as the exception filter sends it. */
function example(
  status: number,
  { code, detail, errors }: { code: string; detail: string; errors?: object[] },
) {
  const value = {
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail,
    code,
    message: detail,
    request_id: '0f8f6d0e-5d0b-4a0e-9a51-6f2f4a1e7c11',
    ...(errors && { errors }),
  };
  return [code, { value }] as const;
}

const RETRY_AFTER = {
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' as const } },
};

/** draft-ietf-httpapi-ratelimit-headers-11. */
export const RATE_LIMIT_HEADERS = {
  'RateLimit-Policy': {
    description:
      "The tenant's plan: `q` requests at most at once, and the seconds `w` in which so many come back.",
    schema: { type: 'string' as const, example: '"tenant";q=100;w=2' },
  },
  RateLimit: {
    description:
      'What the tenant has left: `r` requests now, and the seconds `t` until it has all again, or may try again.',
    schema: { type: 'string' as const, example: '"tenant";r=97;t=1' },
  },
};

export const PROBLEM_SCHEMAS = {
  Problem: {
    type: 'object' as const,
    description: 'RFC 9457 problem details.',
    required: ['type', 'title', 'status', 'detail', 'code', 'message', 'request_id'],
    properties: {
      type: { type: 'string' as const, example: 'about:blank' },
      title: { type: 'string' as const },
      status: { type: 'integer' as const },
      detail: { type: 'string' as const },
      code: { type: 'string' as const, description: 'Stable, for programs.' },
      message: { type: 'string' as const, description: 'The same as `detail`.' },
      request_id: { type: 'string' as const },
      errors: {
        type: 'array' as const,
        items: {
          type: 'object' as const,
          required: ['field', 'message'],
          properties: { field: { type: 'string' as const }, message: { type: 'string' as const } },
        },
      },
    },
  },
};
