import { HttpException } from '@nestjs/common';
import { classifyDatabaseError } from '../database/database-errors.ts';
import {
  BadRequest,
  Conflict,
  NotFound,
  PayloadTooLarge,
  Problem,
  Unavailable,
  UnsupportedMediaType,
} from './problem.ts';

class InternalError extends Problem {
  readonly status = 500;
}

class OtherRefusal extends Problem {
  constructor(readonly status: number) {
    super('request/refused', 'The request was refused.');
  }
}

/** What the caller is told of anything that was thrown: by us, by Nest, by the body parser or by the database. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  const status = httpStatusOf(thrown);
  if (status !== undefined) return problemOfStatus(status);
  switch (classifyDatabaseError(thrown)) {
    case 'unavailable':
      return new Unavailable('database', thrown);
    case 'unique':
      return new Conflict('request/conflict', 'That already exists.', { cause: thrown });
    case 'not_found':
      return new NotFound('resource/not_found', 'There is no such resource.', { cause: thrown });
    case 'foreign_key':
    case 'invalid_value':
      return new BadRequest('request/invalid', 'A value of the request cannot be stored.', { cause: thrown });
    default:
      return new InternalError('internal', 'Something went wrong on our side.', { cause: thrown });
  }
}

/** Nest's exceptions, and those of Express' parsers, which carry a `status` below 500. */
function httpStatusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (!(thrown instanceof Error) || !('status' in thrown) || typeof thrown.status !== 'number')
    return undefined;
  return thrown.status >= 400 && thrown.status < 500 ? thrown.status : undefined;
}

function problemOfStatus(status: number): Problem {
  switch (status) {
    case 400:
      return new BadRequest('request/malformed', 'The request cannot be read: malformed JSON or address.');
    case 404:
      return new NotFound('route/not_found', 'There is no such route.');
    case 413:
      return new PayloadTooLarge('request/too_large', 'The body is too large.');
    case 415:
      return new UnsupportedMediaType(
        'request/media_type',
        'This encoding or character set is not supported.',
      );
    default:
      return status < 500
        ? new OtherRefusal(status)
        : new InternalError('internal', 'Something went wrong on our side.');
  }
}
