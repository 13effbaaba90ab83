import { PROBLEM_JSON, RETRY_AFTER, problemExample } from './platform/http/refuses.decorator.ts';

/** One example of each status: what `code` and `detail` look like. */
const EXAMPLES: Readonly<Record<number, { code: string; detail: string; errors?: object[]; when: string }>> =
  {
    400: {
      when: 'The request is not valid, or names no tenant.',
      code: 'request/invalid',
      detail: 'The request is not valid. limit: must be a whole number from 1 to 100',
      errors: [{ field: 'limit', message: 'must be a whole number from 1 to 100' }],
    },
    401: {
      when: 'The token is missing, malformed, expired, signed out, or of another use, client or pool.',
      code: 'auth/unauthorized',
      detail: 'A valid token is required.',
    },
    403: {
      when: 'No member of the tenant, tenant suspended or unknown, another tenant than the token names, role too low.',
      code: 'tenant/forbidden',
      detail: 'You have no access to this tenant.',
    },
    404: {
      when: 'There is no such row in this tenant.',
      code: 'item/not_found',
      detail: 'There is no such item.',
    },
    409: {
      when: 'Somebody else is changing it at the same time, or the `Idempotency-Key` is in use.',
      code: 'item/conflict',
      detail: 'Somebody else is changing this item. Read it again and repeat your change.',
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
      when: 'Too many attempts; `Retry-After` says how long to wait.',
      code: 'user/too_many_attempts',
      detail: 'Too many attempts to sign in. Try again later.',
    },
    503: {
      when: 'It cannot be decided now: database, signing keys or Cognito unreachable. `Retry-After` says when to try again.',
      code: 'service/unavailable',
      detail: 'The service cannot answer this now. Try again shortly.',
    },
  };

export function problemResponse(status: number) {
  const { when, code, detail, errors } = EXAMPLES[status] ?? {
    when: '',
    code: '',
    detail: '',
    errors: undefined,
  };
  return {
    description: when,
    ...((status === 429 || status === 503) && { headers: RETRY_AFTER }),
    content: {
      [PROBLEM_JSON]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: {
          [code]: { value: { ...problemExample(status, code, detail), ...(errors && { errors }) } },
        },
      },
    },
  };
}

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
