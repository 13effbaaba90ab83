import { ValidateBy } from 'class-validator';

/** After it, times have more digits than RFC 3339 has room for. */
const LAST_YEAR = 9_999;

/** A time that is not over yet. Whether it is written as one, `IsInstant` says. */
export function IsToCome(): PropertyDecorator {
  return ValidateBy({
    name: 'isToCome',
    validator: {
      validate: (value: unknown) => {
        const date = new Date(String(value));
        return date.getTime() > Date.now() && date.getUTCFullYear() <= LAST_YEAR;
      },
      defaultMessage: () => 'must be in the future',
    },
  });
}
