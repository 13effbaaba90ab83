import type { Response } from 'express';
import { STATUS_CODES } from 'node:http';
import { currentContext } from '../context/request-context.ts';
import type { Problem } from './problem.ts';

/** The body of every answer that is not a success, RFC 9457. */
export interface ProblemBody {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  /** The same as `detail`: what clients of the earlier API read. */
  readonly message: string;
  readonly request_id: string | undefined;
  readonly errors?: readonly { field: string; message: string }[];
}

export function sendProblem(problem: Problem, response: Response): void {
  const text = JSON.stringify(problemBody(problem, String(response.getHeader('X-Request-Id') ?? '')));
  response.statusCode = problem.status;
  response.setHeader('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}

export function problemBody(problem: Problem, requestId: string): ProblemBody {
  return {
    type: 'about:blank',
    title: STATUS_CODES[problem.status] ?? 'Error',
    status: problem.status,
    detail: problem.message,
    code: problem.code,
    message: problem.message,
    request_id: currentContext()?.requestId ?? requestId,
    ...(problem.errors && { errors: problem.errors }),
  };
}
