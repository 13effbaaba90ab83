import { ValidateBy, type ValidationOptions } from 'class-validator';

/** Text of `least` to `most` characters, counted as people and PostgreSQL count them: an emoji is one. */
export function Characters(least: number, most: number, options: ValidationOptions = {}): PropertyDecorator {
  return ValidateBy(
    {
      name: 'characters',
      validator: {
        validate: (value: unknown) => {
          if (typeof value !== 'string' || value.length > most * 2) return false;
          // Neither can be stored as it is: PostgreSQL refuses NUL, and half a surrogate pair becomes another character.
          if (value.includes('\0') || !value.isWellFormed()) return false;
          const length = [...value].length;
          return length >= least && length <= most && (least === 0 || value.trim() !== '');
        },
        defaultMessage: () =>
          `must be text of ${least} to ${most} characters${least === 0 ? '' : ', not only spaces'}`,
      },
    },
    options,
  );
}
