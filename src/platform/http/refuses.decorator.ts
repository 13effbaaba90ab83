import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import type { Problem } from './problem.ts';

/** Media type of RFC 9457. */
export const PROBLEM_JSON = 'application/problem+json';

/**
 * The refusals that are a route's own, for the OpenAPI document: given the functions that make them, so that what is
 * documented is what is thrown. Those of the guards and the pipe need no mention.
 */
export function Refuses(...problems: readonly (() => Problem)[]): MethodDecorator {
  const byStatus = Map.groupBy(
    problems.map((make) => make()),
    ({ status }) => status,
  );
  return applyDecorators(
    ...[...byStatus].map(([status, group]) => ApiResponse({ status, ...refusal(group) })),
  );
}

/** The response of one status, which any of these may be the reason for. */
export function refusal(problems: readonly Problem[]) {
  const examples = problems.map(({ status, code, message }) => [
    code,
    { value: problemExample(status, code, message) },
  ]);
  return {
    ...((problems[0]?.status === 429 || problems[0]?.status === 503) && { headers: RETRY_AFTER }),
    description: problems.map(({ message }) => message).join(' Or: '),
    content: {
      [PROBLEM_JSON]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(examples) as Record<string, { value: object }>,
      },
    },
  };
}

/** What says how long to wait. */
export const RETRY_AFTER = {
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' as const } },
};

/** A problem as the exception filter sends it. */
export function problemExample(status: number, code: string, detail: string) {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail,
    code,
    message: detail,
    request_id: '0f8f6d0e-5d0b-4a0e-9a51-6f2f4a1e7c11',
  };
}
