import { ParseUUIDPipe } from '@nestjs/common';
import { InvalidRequest } from './problem.ts';

/** A path parameter that must be a UUID; anything else is 400 and never reaches the database. */
export function uuidPipe(field: string): ParseUUIDPipe {
  return new ParseUUIDPipe({
    exceptionFactory: () => new InvalidRequest([{ field, message: 'must be a UUID' }]),
  });
}
