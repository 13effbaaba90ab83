import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { STATUS_CODES } from 'node:http';
import { currentContext } from '../context/request-context.ts';
import { LOGGER, type Logger } from '../logging/logging.module.ts';
import { problemOf } from './problem-of.ts';
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

/** The one place where anything thrown becomes a response. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const problem = problemOf(thrown);
    this.log(problem, thrown);
    const response = host.switchToHttp().getResponse<Response>();
    // A streamed answer has already begun: all that is left is to break it off, so that it cannot pass for whole.
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response
      .status(problem.status)
      .set({ 'Cache-Control': 'no-store', ...problem.headers })
      .type('application/problem+json')
      .send(JSON.stringify(bodyOf(problem, String(response.getHeader('X-Request-Id') ?? ''))));
  }

  private log(problem: Problem, thrown: unknown): void {
    const line = {
      code: problem.code,
      ...('reason' in problem && { reason: problem.reason }),
      ...('dependency' in problem && { dependency: problem.dependency }),
    };
    if (problem.status === 500) this.logger.error({ ...line, err: thrown }, 'Unexpected error');
    else if (problem.status === 503) this.logger.warn({ ...line, err: problem.cause }, 'Cannot decide now');
    else this.logger.info({ ...line, ...refusalOf(problem.cause) }, 'Refused');
  }
}

/** What a service said when it refused; a database's words are left out, they may hold values. */
function refusalOf(cause: unknown): { cause?: string } {
  return cause instanceof Error && '$fault' in cause ? { cause: `${cause.name}: ${cause.message}` } : {};
}

function bodyOf(problem: Problem, requestId: string): ProblemBody {
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
