import { ValidateBy } from 'class-validator';

export const MAX_LABELS = 50;
export const MAX_LABEL_NAME = 100;
export const MAX_LABEL_VALUE = 1_000;

/** A flat object of at most 50 texts. */
export function IsLabels(): PropertyDecorator {
  return ValidateBy({
    name: 'isLabels',
    validator: {
      validate: (value: unknown) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
        const entries = Object.entries(value);
        return entries.length <= MAX_LABELS && entries.every(([name, text]) => isLabel(name, text));
      },
      defaultMessage: () =>
        `must be a flat object of at most ${MAX_LABELS} texts of at most ${MAX_LABEL_VALUE} characters`,
    },
  });
}

function isLabel(name: string, text: unknown): boolean {
  return (
    name !== '' && name.length <= MAX_LABEL_NAME && typeof text === 'string' && text.length <= MAX_LABEL_VALUE
  );
}
