import { ValidateBy } from 'class-validator';

const NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,32}$/u;
const MAX_ATTRIBUTES = 25;
/** Cognito's own limit of an attribute's value. */
const MAX_VALUE = 2_048;

/** A flat object of attribute names and text values, as Cognito takes them. */
export function IsAttributeMap(): PropertyDecorator {
  return ValidateBy({
    name: 'isAttributeMap',
    validator: {
      validate: (value: unknown) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
        const entries = Object.entries(value);
        return (
          entries.length <= MAX_ATTRIBUTES &&
          entries.every(
            ([name, text]) => NAME.test(name) && typeof text === 'string' && text.length <= MAX_VALUE,
          )
        );
      },
      defaultMessage: () =>
        `must be an object of at most ${MAX_ATTRIBUTES} attribute names with text values of at most ${MAX_VALUE} characters`,
    },
  });
}
