import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { InvalidRequest, type FieldError } from './problem.ts';

/**
 * Bodies and queries become DTOs; an unknown or wrongly typed field is refused and named.
 *
 * @param options.unknownFields `ignored` for bodies whose form somebody else decides on, and may add to
 */
export function validationPipe({
  unknownFields = 'refused',
}: { unknownFields?: 'refused' | 'ignored' } = {}): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: unknownFields === 'refused',
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new InvalidRequest([...fieldErrors(errors, '')]),
  });
}

export function* fieldErrors(errors: readonly ValidationError[], parent: string): Generator<FieldError> {
  for (const { property, constraints, children } of errors) {
    const field = parent === '' ? property : `${parent}.${property}`;
    for (const [rule, message] of Object.entries(constraints ?? {})) {
      yield {
        field,
        message: rule === 'whitelistValidation' ? 'is not a known field' : withoutName(message, property),
      };
    }
    yield* fieldErrors(children ?? [], field);
  }
}

/** class-validator begins its messages with the property's name, which `field` says already. */
function withoutName(message: string, property: string): string {
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}
