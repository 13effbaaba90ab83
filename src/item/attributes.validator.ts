import { ValidateBy } from 'class-validator';

export const MAX_ATTRIBUTES = 50;
const MAX_NAME = 100;
const MAX_VALUE = 1_000;

/** A flat object of at most 50 scalars. */
export function IsFlatObject(): PropertyDecorator {
  return ValidateBy({
    name: 'isFlatObject',
    validator: {
      validate: (value: unknown) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
        const entries = Object.entries(value);
        return (
          entries.length <= MAX_ATTRIBUTES &&
          entries.every(([name, inner]) => isName(name) && isScalar(inner))
        );
      },
      defaultMessage: () =>
        `must be a flat object of at most ${MAX_ATTRIBUTES} text (≤ ${MAX_VALUE} characters), number, boolean or null values`,
    },
  });
}

function isName(name: string): boolean {
  return name !== '' && name.length <= MAX_NAME;
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= MAX_VALUE;
  return value === null || typeof value === 'boolean' || Number.isFinite(value);
}
