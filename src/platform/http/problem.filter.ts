import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { LOGGER, type Logger } from '../logging/logging.module.ts';
import { noteRefusal } from '../logging/refusals.ts';
import { problemOf } from './problem-of.ts';
import { Unauthorized, type Problem } from './problem.ts';
import { sendProblem } from './send-problem.ts';

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
    sendProblem(problem, response);
  }

  private log(problem: Problem, thrown: unknown): void {
    const { code, status, cause } = problem;
    const dependency = 'dependency' in problem && { dependency: problem.dependency };
    if (status === 500) this.logger.error({ code, err: thrown }, 'Unexpected error');
    else if (status === 503) this.logger.warn({ code, ...dependency, err: cause }, 'Cannot decide now');
    else noteRefusal({ code, ...reasonOf(problem), ...serviceWords(cause) });
  }
}

function reasonOf(problem: Problem): { reason?: string } {
  return problem instanceof Unauthorized ? { reason: problem.reason } : {};
}

/** What a service said when it refused; a database's words are left out, they may hold values. */
function serviceWords(cause: unknown): { cause?: string } {
  return cause instanceof Error && '$fault' in cause ? { cause: `${cause.name}: ${cause.message}` } : {};
}
