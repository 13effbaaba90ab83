import { ValidateBy } from 'class-validator';

const INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/** A point in time as RFC 3339 section 5.6 writes it, with its offset: `2026-11-22T09:00:00Z`. No leap seconds. */
export function IsInstant(): PropertyDecorator {
  return ValidateBy({
    name: 'isInstant',
    validator: {
      validate: isInstant,
      defaultMessage: () => 'must be a time such as 2026-11-22T09:00:00Z (RFC 3339)',
    },
  });
}

function isInstant(value: unknown): boolean {
  const [, year, month, day] = (typeof value === 'string' && INSTANT.exec(value)) || [];
  if (year === undefined) return false;
  // JavaScript takes February 30 for March 2.
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
}
