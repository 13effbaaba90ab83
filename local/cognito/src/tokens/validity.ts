import type { TokenValidity, ValidityUnit } from '../store/model.ts';

const SECONDS: Record<ValidityUnit, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

export function validitySeconds({ value, unit }: TokenValidity): number {
  return value * SECONDS[unit];
}
